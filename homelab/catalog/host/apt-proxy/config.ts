import { repositories } from "../../../derive";
import type { Context, Rendered } from "../../../model";

const directory = "/etc/homelab/apt-cacher-ng";
const config = `${directory}/acng.conf`;
const unit = "apt-cacher-ng.service";
const dropIn = `/etc/systemd/system/${unit}.d/homelab.conf`;

/** Archives of the guests' distributions. Their packages are signed, so plain HTTP is sufficient. */
const archives = [
  {
    name: "debian",
    distribution: "debian",
    roots: ["http://deb.debian.org/debian", "http://ftp.debian.org/debian"],
  },
  {
    name: "debian-security",
    distribution: "debian",
    roots: ["http://deb.debian.org/debian-security", "http://security.debian.org/debian-security"],
  },
  // Proxmox VE's templates use the root of the archive.
  { name: "debian-security-root", distribution: "debian", roots: ["http://security.debian.org"] },
  {
    name: "ubuntu",
    distribution: "ubuntu",
    roots: ["http://archive.ubuntu.com/ubuntu", "http://security.ubuntu.com/ubuntu"],
  },
] as const;

/**
 * The cache reads our directory instead of the package's: the package's configuration names thousands of public
 * mirrors, including SourceForge, and through each of them an isolated guest could reach the internet.
 */
const dropInText = `[Service]
ExecStart=
ExecStart=/usr/sbin/apt-cacher-ng -c ${directory} ForeGround=1
`;

/** Serves packages of the guests' distributions and of the repositories in use, and nothing else. */
export function packageCache(port: number, context: Context): Rendered {
  return {
    packages: ["apt-cacher-ng"],
    files: [
      { path: config, content: configText(port, context) },
      { path: dropIn, content: dropInText },
    ],
    units: [{ name: unit, files: [config, dropIn] }],
  };
}

function configText(port: number, { lab, get }: Context): string {
  const images = [...lab.machines.values()].flatMap((machine) =>
    machine.kind === "node" ? [] : (machine.image ?? []),
  );
  const distributions = new Set(images.map((image) => image.split("-")[0]));
  const hosts = [...new Set(get(repositories).map(({ repository: { uri } }) => new URL(uri).hostname))].toSorted();
  const lines = [
    "# On every address: gateway addresses may appear after this service starts, and the host's firewall admits only guests.",
    `Port: ${port}`,
    "CacheDir: /var/cache/apt-cacher-ng",
    "LogDir: /var/log/apt-cacher-ng",
    "SupportDir: /usr/lib/apt-cacher-ng",
    "ReportPage: acng-report.html",
    "# Refuse everything but the archives below.",
    "ForceManaged: 1",
    ...archives
      .filter(({ distribution }) => distributions.has(distribution))
      .map(({ name, roots }) => `Remap-${name}: ${roots.join(" ")} ; ${roots[0]}`),
    "# Only these vendors' repositories may be reached through it (CONNECT).",
    `PassThroughPattern: ${passThrough(hosts)}`,
    "# How many days to keep a package that no index names any more.",
    "ExThreshold: 30",
    "# Log errors, but not each transfer.",
    "VerboseLog: 0",
  ];
  return `${lines.join("\n")}\n`;
}

/** Always set: the default lets two hosts through. Without vendors, nothing may pass. */
function passThrough(hosts: readonly string[]): string {
  return hosts.length === 0 ? "^$" : `^(${hosts.map((host) => host.replaceAll(".", String.raw`\.`)).join("|")}):443$`;
}
