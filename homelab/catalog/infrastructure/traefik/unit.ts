import { files, given, program } from "./files";
import { sandbox } from "../../support/systemd";

interface Needs {
  readonly memoryMiB: number;
  /** Name of each credential, and the file that it comes from. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Those of them that lego reads. */
  readonly variables: readonly string[];
}

/** systemd watches its ping, and restarts it when it does not answer. */
export const serverUnit = ({ memoryMiB, credentials, variables }: Needs): string => `[Unit]
Description=Reverse proxy (Traefik)
Documentation=https://doc.traefik.io/traefik/
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
User=traefik
DynamicUser=yes
StateDirectory=traefik
StateDirectoryMode=0700
${lines(
  "LoadCredential",
  Object.entries(credentials).map(([name, file]) => `${name}:${file}`),
)}${lines("Environment", [
  `GOMEMLIMIT=${Math.floor(memoryMiB * 0.5)}MiB`,
  ...variables.map((variable) => `${variable}_FILE=${given(variable)}`),
])}ExecStart=${program} --configFile=${files.static}
Restart=always
RestartSec=2
TimeoutStopSec=30
WatchdogSec=30
LimitNOFILE=65536
MemoryHigh=${Math.floor(memoryMiB * 0.65)}M
MemoryMax=${Math.floor(memoryMiB * 0.75)}M
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
ProtectSystem=strict
${sandbox}RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
UMask=0077

[Install]
WantedBy=multi-user.target
`;

const lines = (key: string, values: readonly string[]): string => values.map((value) => `${key}=${value}\n`).join("");
