/**
 * Lines of the section `[Service]` that every program of a user of its own can do with, whatever it serves: nothing of the
 * machine is its business. What it may write, which rights of root and which kinds of sockets it keeps, its unit says
 * beside them. No memory becomes executable, so it is not for programs that compile while they run.
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
