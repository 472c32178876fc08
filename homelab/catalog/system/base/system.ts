import { ca, caFile, content, type BundleFile, type BundlePart, type Context, type Machine } from "../../../model";

const journal = "/etc/systemd/journald.conf.d/homelab.conf";
const certificate = caFile;
const zone = "/etc/timezone";
const sshUnits = ["ssh.service", "ssh.socket"] as const;

/** Time zone, language, journal, and trust in the private CA. */
export function system({ site, guest }: Context): BundlePart {
  const diskGiB = guest.diskGiB;
  return {
    packages: ["ca-certificates", "curl", "less", "tzdata"],
    files: [
      { path: zone, content: `${site.timezone}\n` },
      // Since Debian 13, every boot makes the older name a link to the newer one (tmpfiles.d/debian.conf).
      { path: isDebian12(guest) ? "/etc/default/locale" : "/etc/locale.conf", content: "LANG=C.UTF-8\n" },
      { path: journal, content: journalText(diskGiB) },
      { path: certificate, content: content`${ca.certificate}` },
    ],
    checks: [{ file: certificate, command: ["openssl", "x509", "-in", "{}", "-noout"] }],
    steps: [
      {
        name: "the time zone is set",
        command: [
          "ln",
          "--symbolic",
          "--force",
          "--no-dereference",
          `/usr/share/zoneinfo/${site.timezone}`,
          "/etc/localtime",
        ],
        files: [zone],
      },
      {
        name: "the private CA is trusted",
        command: ["update-ca-certificates", "--fresh"],
        files: [certificate],
      },
    ],
    units: [{ name: "systemd-journald.service", files: [journal] }],
  };
}

const isDebian12 = (machine: Machine): boolean =>
  machine.kind !== "node" && machine.image?.startsWith("debian-12") === true;

/** A twentieth of the disk, within limits: enough for a few weeks. */
export function journalMiB(diskGiB: number): number {
  return Math.min(Math.max(Math.round((diskGiB * 1024) / 20), 128), 1024);
}

const journalText = (diskGiB: number): string => `[Journal]
Storage=persistent
SystemMaxUse=${journalMiB(diskGiB)}M
RuntimeMaxUse=32M
MaxRetentionSec=1month
`;

/**
 * Containers need no SSH server: `pct enter` on the node opens a shell in them. An empty unit file masks the unit.
 */
export function noSsh({ guest }: Context): BundlePart {
  if (guest.kind !== "lxc") return {};
  const files = sshUnits.map((unit): BundleFile => ({ path: `/etc/systemd/system/${unit}`, content: "" }));
  return {
    files,
    steps: [
      {
        name: "no SSH server runs",
        command: [
          "bash",
          "-c",
          `systemctl stop ${sshUnits.join(" ")} 2>/dev/null; ! systemctl is-active --quiet ssh.service`,
        ],
        files: files.map(({ path }) => path),
      },
    ],
  };
}
