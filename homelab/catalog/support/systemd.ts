/**
 * `[Service]` lines that suit every program that runs as its own user; they isolate it from the rest of the machine.
 * Its unit adds which paths it may write, which capabilities it keeps and which address families it may use. No memory
 * may become executable, so do not use them for programs with a just-in-time compiler.
 *
 * @see systemd.exec(5)
 */
export const sandbox = `NoNewPrivileges=yes
ProtectHome=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
PrivateDevices=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictNamespaces=yes
RestrictRealtime=yes
SystemCallArchitectures=native
`;
