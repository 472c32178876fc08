import { netbirdState } from "../../support/netbird";
import { files, units } from "./files";

const oneshot = `Type=oneshot
StateDirectory=${netbirdState}
StateDirectoryMode=0700
ExecStart=${files.script}
TimeoutStartSec=15min
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
UMask=0077
`;

/**
 * Runs at each boot, and when what is declared has changed. It is ordered after the server but does not require it: a
 * unit that requires another one is restarted with it, and would start to wait again each time that the server fails.
 */
export const reconcilerUnit = `[Unit]
Description=Owner, sign-on, networks and policies of Netbird
After=${units.server}

[Service]
RemainAfterExit=yes
${oneshot}
[Install]
WantedBy=multi-user.target
`;

/**
 * Runs the script again, because what it waited for may exist by now: somebody's first sign-on, or the sign-on itself.
 */
export const refreshUnit = `[Unit]
Description=Policies of Netbird for groups whose first member has signed on
After=${units.server}

[Service]
${oneshot}`;

export const refreshTimer = `[Unit]
Description=Checks every five minutes who has signed on to Netbird

[Timer]
OnCalendar=*:0/5
RandomizedDelaySec=30s

[Install]
WantedBy=timers.target
`;
