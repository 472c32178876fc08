/** What a service of systemd may still do. */
export interface Permitted {
  /** Kinds of sockets: `AF_INET`. */
  readonly families: readonly string[];
  /** Rights of root: `CAP_NET_BIND_SERVICE`. @default none */
  readonly capabilities?: readonly string[];
}

/**
 * Lines of the section `[Service]` for a program that runs as a user of its own, who exists only meanwhile: nothing of the
 * machine is its business but the directories that systemd makes for it (systemd.exec(5)). It makes no memory executable,
 * so this is not for programs that compile while they run.
 */
export const hardened = ({ families, capabilities = [] }: Permitted): string => `DynamicUser=yes
${capabilities.length > 0 ? `AmbientCapabilities=${capabilities.join(" ")}\n` : ""}CapabilityBoundingSet=${capabilities.join(" ")}
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
PrivateDevices=yes
PrivateTmp=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictAddressFamilies=${families.join(" ")}
SystemCallArchitectures=native
UMask=0077
`;

/** Where systemd lays out a credential for a unit alone (systemd.exec(5), CREDENTIALS). */
export const credential = (unit: string, name: string): string => `/run/credentials/${unit}/${name}`;

/** Lines of one key. */
export const linesOf = (key: string, values: readonly string[]): string =>
  values.map((value) => `${key}=${value}\n`).join("");
