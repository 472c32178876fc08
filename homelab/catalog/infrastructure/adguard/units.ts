import { data, files, namesUnit, program } from "./files";
import { template } from "../../../templates";
import { sandbox } from "../../support/systemd";

/**
 * Installs the settings before a start. The daemon rewrites its own file at any time, so ours is in another place. The
 * script copies it only when it has changed, so what people set in the interface stays until then.
 */
export const script = template("adguard/settings.sh");

/** Unit for a guest with this much memory; Unbound, the exporter and the base layer need the rest. */
export const serverUnit = (memoryMiB: number): string => `[Unit]
Description=DNS for the whole network (AdGuard Home)
Documentation=https://github.com/AdguardTeam/AdGuardHome/wiki
Wants=network-online.target ${namesUnit}
After=network-online.target ${namesUnit}

[Service]
User=adguardhome
DynamicUser=yes
StateDirectory=adguardhome
StateDirectoryMode=0700
LoadCredential=settings:${files.settings}
LoadCredential=certificate:${files.certificate}
LoadCredential=key:${files.key}
Environment=GOMEMLIMIT=${Math.floor(memoryMiB * 0.5)}MiB
MemoryHigh=${Math.floor(memoryMiB * 0.65)}M
ExecStartPre=${files.script}
ExecStart=${program} --config ${data}/AdGuardHome.yaml --work-dir ${data} --no-check-update --no-permcheck
Restart=always
RestartSec=2
TimeoutStopSec=30
LimitNOFILE=65536
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
${hardening}
[Install]
WantedBy=multi-user.target
`;

/** It may write only to its own directory. */
const hardening = `ProtectSystem=strict
${sandbox}PrivateTmp=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
UMask=0077
`;
