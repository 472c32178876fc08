import { repositories } from "../../../derive";
import type { Context, Rendered } from "../../../model";

const directory = "/etc/homelab/apt-cacher-ng";
const config = `${directory}/acng.conf`;
const unit = "apt-cacher-ng.service";
const dropIn = `/etc/systemd/system/${unit}.d/homelab.conf`;

/** Archives of the distributions that guests are made from. Their packages are signed, so plain HTTP does. */
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
  // Proxmox VE's templates name the archive by its root.
  { name: "debian-security-root", distribution: "debian", roots: ["http://security.debian.org"] },
  {
    name: "ubuntu",
    distribution: "ubuntu",
    roots: ["http://archive.ubuntu.com/ubuntu", "http://security.ubuntu.com/ubuntu"],
  },
] as const;

/**
 * The cache reads a directory of ours instead of its own: what its package brings names thousands of public mirrors,
 * SourceForge among them, and each of them would be a way out for guests that are to have none.
 */
const dropInText = `[Service]
ExecStart=
ExecStart=/usr/sbin/apt-cacher-ng -c ${directory} ForeGround=1
`;

/** Hands packages to guests, from their distributions and from the repositories in use, and nothing from elsewhere. */
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
    "# On every address: the gateways' may come later than this service, and the host's firewall admits guests alone.",
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
    "# Vendors' repositories are reached through it (CONNECT), and only these.",
    `PassThroughPattern: ${passThrough(hosts)}`,
    "# Days that a package is kept which no index names any more.",
    "ExThreshold: 30",
    "# Errors are logged, single transfers are not.",
    "VerboseLog: 0",
  ];
  return `${lines.join("\n")}\n`;
}

/** Without a vendor nothing may pass; left out, the cache would let through two hosts of its own choice. */
function passThrough(hosts: readonly string[]): string {
  return hosts.length === 0 ? "^$" : `^(${hosts.map((host) => host.replaceAll(".", String.raw`\.`)).join("|")}):443$`;
}
