import type { WebApiSettings } from "../../../contracts/web-api";
import { content, type BundleArtifact, type Context, type Rendered, type Uses } from "../../../model";
import { versions } from "../../../versions";
import { adguardAdministrator } from "../../support/secrets";
import { sandbox } from "../../support/systemd";

export const unit = "adguard-exporter.service";

const unitFile = `/etc/systemd/system/${unit}`;
const environment = "/etc/homelab/adguard-exporter/environment";
const program = "/usr/local/bin/adguard-exporter";

/** The exporter, which signs on as AdGuard Home's only user. */
export function exporter({
  guest,
  secrets,
  uses: { api },
}: Context<Uses, "admin"> & { readonly uses: { readonly api: WebApiSettings } }): Rendered {
  return {
    artifacts: [artifact],
    files: [
      {
        path: environment,
        content: content`ADGUARD_SERVERS=${api.url}
ADGUARD_USERNAMES=${adguardAdministrator}
ADGUARD_PASSWORDS=${secrets.admin}
INTERVAL=30s
`,
        mode: "0600",
      },
      { path: unitFile, content: exporterUnit(guest.memoryMiB) },
    ],
    units: [{ name: unit, files: [environment, program] }],
  };
}

const release =
  `https://github.com/henrywhitaker3/adguard-exporter/releases/download/v${versions.adguardExporter}` as const;

/** Named as GoReleaser does by default (.goreleaser.yml of the repository). */
const artifact: BundleArtifact = {
  path: program,
  url: `${release}/adguard-exporter_${versions.adguardExporter}_linux_amd64.tar.gz`,
  checksums: `${release}/checksums.txt`,
  member: "adguard-exporter",
};

/** It listens on every address and cannot be limited to one; the guest's firewall blocks access from outside. */
const exporterUnit = (memoryMiB: number): string => `[Unit]
Description=Figures of AdGuard Home for Prometheus
Documentation=https://github.com/henrywhitaker3/adguard-exporter
After=network-online.target adguardhome.service
Wants=network-online.target

[Service]
DynamicUser=yes
EnvironmentFile=${environment}
ExecStart=${program}
Restart=always
RestartSec=10
Environment=GOMEMLIMIT=${Math.floor(memoryMiB * 0.08)}MiB
MemoryMax=${Math.floor(memoryMiB * 0.15)}M
ProtectSystem=strict
${sandbox}CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

[Install]
WantedBy=multi-user.target
`;
