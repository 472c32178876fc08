import { bundles } from "../../homelab/bundle";
import { textOf, views, type Bundle } from "../../homelab/model";
import { minimalHomelab } from "../support/stacks";

function bundleOf(yaml = "", target = "pve"): Bundle {
  const bundle = views(minimalHomelab(yaml))(bundles).get(target);
  if (bundle === undefined) throw new Error(`There is no bundle for ${target}.`);
  return bundle;
}

function fileOf(bundle: Bundle, path: string): string {
  const file = bundle.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${bundle.target} gets no ${path}.`);
  return textOf(file.content, ({ secret }) => secret.item);
}

const paths = ({ files }: Bundle): readonly string[] => files.map(({ path }) => path);

const transit = "networks: { transit: { bridge: vmbr0, vlan: 99, cidr: 10.0.99.0/29, routedBy: router } }\n";
const routed = `${transit}uplink: { mode: routed, transit: transit }\n`;
const external = [
  `networks: { ${["management", "database", "infrastructure", "apps"].map((name) => `${name}: { bridge: vmbr0 }`).join(", ")} }`,
  "uplink: { mode: external }\n",
].join("\n");

const minimal = bundleOf();

test("a host that masquerades gets its table, package cache, clock, kernel settings, one name, and the realm", () => {
  expect(paths(minimal)).toEqual([
    "/etc/chrony/conf.d/homelab.conf",
    "/etc/homelab/apt-cacher-ng/acng.conf",
    "/etc/homelab/firewall.nft",
    "/etc/homelab/hosts",
    "/etc/homelab/realm/key",
    "/etc/homelab/realm/settings",
    "/etc/modules-load.d/homelab.conf",
    "/etc/sysctl.d/60-homelab.conf",
    "/etc/systemd/system/apt-cacher-ng.service.d/homelab.conf",
    "/etc/systemd/system/homelab-firewall.service",
    "/etc/systemd/system/homelab-realm.service",
    "/usr/local/sbin/homelab-hosts",
    "/usr/local/sbin/homelab-realm",
    "/usr/local/share/ca-certificates/homelab.crt",
  ]);
  expect(minimal.packages).toEqual([
    "apt-cacher-ng",
    "ca-certificates",
    "chrony",
    "curl",
    "nftables",
    "openssl",
    "procps",
  ]);
  expect(minimal.units.map(({ name }) => name)).toEqual([
    "homelab-firewall.service",
    "homelab-realm.service",
    "apt-cacher-ng.service",
    "chrony.service",
  ]);
});

test("every file that a check, a step or a unit names is in the bundle", () => {
  for (const bundle of [minimal, bundleOf(routed), bundleOf(external)]) {
    const waited = [
      ...bundle.checks.map(({ file }) => file),
      ...bundle.steps.flatMap(({ files }) => files),
      ...bundle.units.flatMap(({ files }) => files),
    ];
    expect(waited.filter((file) => !paths(bundle).includes(file))).toEqual([]);
    expect(bundle.steps.filter(({ files }) => files.length === 0)).toEqual([]);
  }
});

test("the bundle replaces no file of Proxmox VE or of a package", () => {
  const foreign = [
    "/etc/hosts",
    "/etc/network/interfaces",
    "/etc/nftables.conf",
    "/etc/chrony/chrony.conf",
    "/etc/sysctl.conf",
  ];
  for (const bundle of [minimal, bundleOf(routed), bundleOf(external)]) {
    expect(paths(bundle).filter((path) => foreign.includes(path) || path.startsWith("/etc/apt-cacher-ng/"))).toEqual(
      [],
    );
  }
});

test("only the unit that loads the table turns forwarding on", () => {
  const unit = fileOf(minimal, "/etc/systemd/system/homelab-firewall.service").split("\n");
  const starts = unit.filter((line) => line.startsWith("ExecStart="));
  expect(starts).toEqual([
    "ExecStart=/usr/sbin/nft --file /etc/homelab/firewall.nft",
    "ExecStart=/usr/sbin/sysctl --quiet --write net.ipv4.ip_forward=1",
  ]);
  expect(fileOf(minimal, "/etc/sysctl.d/60-homelab.conf")).not.toContain("ip_forward");
  // Stopping it must not open the databases' network.
  expect(unit.filter((line) => line.startsWith("ExecStop"))).toEqual([]);
  expect(unit.find((line) => line.startsWith("Before="))).toContain("pve-guests.service");
});

test("kernel settings are those that the services of its containers need, each with their names", () => {
  const settings = fileOf(minimal, "/etc/sysctl.d/60-homelab.conf");
  expect(settings).toContain("# redis\nvm.overcommit_memory = 1\n");
  expect(settings).toContain("# mongodb\nvm.max_map_count = 1048576\n");
  expect(settings).toContain("# traefik, adguard, netbird\nnet.core.rmem_max = 7500000\n");
  const without = fileOf(
    bundleOf("guests: { mongodb: { enabled: false } }\napps: { github-runner: false }\n"),
    "/etc/sysctl.d/60-homelab.conf",
  );
  expect(without).not.toContain("max_map_count");
  expect(fileOf(minimal, "/etc/modules-load.d/homelab.conf")).toContain("# netbird-peer\nwireguard\n");
});

test("settings of interfaces have slashes, because names have dots, and a minus for interfaces that appear later", () => {
  const lines = fileOf(minimal, "/etc/sysctl.d/60-homelab.conf").split("\n");
  const ofInterfaces = lines.filter((line) => line.includes("vmbr"));
  expect(ofInterfaces.length).toBeGreaterThan(8);
  expect(ofInterfaces.filter((line) => !/^-net\/ipv[46]\/conf\/vmbr1(\.\d+)?\/\w+ = \d$/.test(line))).toEqual([]);
});

describe("the package cache", () => {
  const config = fileOf(minimal, "/etc/homelab/apt-cacher-ng/acng.conf");
  const pattern = (text: string): RegExp => new RegExp(/^PassThroughPattern: (.*)$/m.exec(text)?.[1] ?? "no pattern");

  test("reaches the vendors in use, and no host with a similar name", () => {
    const vendors = ["apt.grafana.com", "download.docker.com", "pkgs.netbird.io", "repo.mongodb.org"];
    expect(vendors.filter((host) => !pattern(config).test(`${host}:443`))).toEqual([]);
    const others = [
      "aptXgrafana.com:443",
      "evil.apt.grafana.com:443",
      "apt.grafana.com:22",
      "apt.grafana.com:4433",
      "github.com:443",
    ];
    expect(others.filter((host) => pattern(config).test(host))).toEqual([]);
  });

  test("forgets a vendor with its last service", () => {
    const without = bundleOf("guests: { mongodb: { enabled: false } }\napps: { github-runner: false }\n");
    expect(pattern(fileOf(without, "/etc/homelab/apt-cacher-ng/acng.conf")).test("repo.mongodb.org:443")).toBe(false);
  });

  test("serves the archives of the distributions in use, and refuses all others", () => {
    expect(config).toContain("\nForceManaged: 1\n");
    expect(config.match(/^Remap-\S+/gm)).toEqual([
      "Remap-debian:",
      "Remap-debian-security:",
      // The name in the templates of Proxmox VE.
      "Remap-debian-security-root:",
      "Remap-ubuntu:",
    ]);
    const without = bundleOf("guests: { coolify: { enabled: false } }\napps: { homepage: false, n8n: false }\n");
    expect(fileOf(without, "/etc/homelab/apt-cacher-ng/acng.conf")).not.toContain("ubuntu");
  });

  test("does not read its package's list of public mirrors", () => {
    expect(config).not.toContain("file:");
    expect(fileOf(minimal, "/etc/systemd/system/apt-cacher-ng.service.d/homelab.conf")).toContain(
      "\nExecStart=\nExecStart=/usr/sbin/apt-cacher-ng -c /etc/homelab/apt-cacher-ng ",
    );
  });
});

test("the clock answers the networks of machines, and not those of containers", () => {
  const allowed = (bundle: Bundle): unknown => fileOf(bundle, "/etc/chrony/conf.d/homelab.conf").match(/^allow .*$/gm);
  expect(allowed(minimal)).toEqual(["allow 10.0.40.0/24", "allow 192.168.1.0/24"]);
  expect(allowed(bundleOf("guests: { homeassistant: { enabled: false } }\n"))).toEqual(["allow 10.0.40.0/24"]);
});

test("with a routed uplink, packets leave to the router and come back the same way", () => {
  const bundle = bundleOf(routed);
  const script = fileOf(bundle, "/usr/local/sbin/homelab-transit");
  expect(script).toContain(
    "\nnetworks=(10.0.10.0/24 10.0.20.0/24 10.0.30.0/24 10.0.40.0/24)\ninterface=vmbr0.99\nrouter=10.0.99.1\n",
  );
  expect(fileOf(bundle, "/etc/sysctl.d/60-homelab.conf")).toContain("-net/ipv4/conf/vmbr0/rp_filter = 2\n");
  expect(fileOf(bundle, "/etc/network/if-up.d/homelab-transit")).toContain("exec /usr/local/sbin/homelab-transit\n");
  expect(paths(minimal).join(" ")).not.toContain("transit");
});

test("if a router owns every gateway, the host forwards nothing, and still serves packages and time", () => {
  const bundle = bundleOf(external);
  expect(paths(bundle).filter((path) => /firewall|transit/.test(path))).toEqual([]);
  expect(fileOf(bundle, "/etc/sysctl.d/60-homelab.conf")).not.toContain("net/ipv4/conf");
  expect(fileOf(bundle, "/etc/chrony/conf.d/homelab.conf")).toContain("allow 10.0.40.0/24");
});

test("names that the host calls include the sign-on, at the proxy's address", () => {
  expect(fileOf(minimal, "/etc/homelab/hosts")).toBe("10.0.30.10 auth.homelab.local\n");
});
