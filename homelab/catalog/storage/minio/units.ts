import { client, files, reconciler, server, unit } from "./files";
import { template } from "../../../templates";
import { sandbox } from "../../support/systemd";

/** Limits the programs to their own directory. */
const hardening = `${sandbox}CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
UMask=0077
`;

/**
 * The server keeps its data in /var/lib/minio, and reads certificate and key from the credentials that systemd passes.
 */
export const serverUnit = (s3: string, console: string): string => `[Unit]
Description=Object storage (Silo)
Documentation=https://github.com/pgsty/silo
Wants=network-online.target ${reconciler}
After=network-online.target

[Service]
Type=notify
User=minio
DynamicUser=yes
StateDirectory=minio
StateDirectoryMode=0700
EnvironmentFile=${files.environment}
LoadCredential=public.crt:${files.certificate}
LoadCredential=private.key:${files.key}
ExecStart=${server} server --address ${s3} --console-address ${console} --certs-dir \${CREDENTIALS_DIRECTORY} /var/lib/minio
Restart=always
RestartSec=5
TimeoutStopSec=60
LimitNOFILE=65536
${hardening}
[Install]
WantedBy=multi-user.target
`;

export const reconcilerUnit = `[Unit]
Description=Buckets, users and policies of the object storage
After=${unit}
Requires=${unit}

[Service]
Type=oneshot
RemainAfterExit=yes
DynamicUser=yes
RuntimeDirectory=${reconciler.replace(".service", "")}
EnvironmentFile=${files.environment}
LoadCredential=users:${files.users}
ExecStart=${files.script}
TimeoutStartSec=5min
${hardening}
[Install]
WantedBy=multi-user.target
`;

/** The administrator's password is only in the environment of these programs, which no other user can read. */
export const reconcilerScript = (s3: string): string =>
  template("minio/reconcile.sh", { unit: reconciler, address: s3, client });
