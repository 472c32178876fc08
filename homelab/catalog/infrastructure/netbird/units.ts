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
 * At each boot, and when what is declared has changed. It wants nothing of the server but to come after it: whatever requires
 * a unit is started anew with it, and would begin to wait again each time that the server fails.
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

/** What it waited for may be there now: somebody's first sign-on, or the sign-on itself. */
export const refreshUnit = `[Unit]
Description=Policies of Netbird for groups whose first member has signed on
After=${units.server}

[Service]
${oneshot}`;

export const refreshTimer = `[Unit]
Description=Looks every five minutes who has signed on at Netbird

[Timer]
OnCalendar=*:0/5
RandomizedDelaySec=30s

[Install]
WantedBy=timers.target
`;
