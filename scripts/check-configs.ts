import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { exitCodes } from "../homelab/values/error";
import { processTerminal, type Terminal } from "../cli/terminal";
import { bundleOf, bundles, dockerFirewallPart } from "../homelab/bundle";
import { dockerHosts } from "../homelab/derive";
import { catalogOf } from "../homelab/catalog";
import { declaredHomelab } from "../homelab/checks";
import { loadHomelab } from "../homelab/load";
import { secretName, textOf, views, type Bundle, type Homelab, type SecretPiece } from "../homelab/model";
import { siteSchema } from "../homelab/site";
import { runScript } from "./script";

/**
 * Validates the rendered files of homelab.yaml and of every other kind of homelab with nft, iptables, apt-cacher-ng,
 * chrony, systemd, shellcheck, apt, PostgreSQL and Redis. It needs root, because it loads tables and chains into a new
 * network namespace; it changes nothing on the machine. A missing program is a failure: install it. Debian does not
 * package MongoDB and the object storage, so only the formats of their files are checked. When this machine's Podman is
 * older, the quadlet generator comes from Debian 13's package, unpacked temporarily.
 */

const root = join(__dirname, "..");
const script = join(root, "scripts", "check-configs.sh");

const transit = { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/29", routedBy: "router" };
const byRouter = { bridge: "vmbr0" };
const node = (address: string): object => ({ address, threads: 256, memory: "1TiB" });

/** Keys of homelab.yaml that replace the ones of the minimal site. */
const variants: Readonly<Record<string, object>> = {
  "masquerading host": {},
  "household's network with a VLAN, guests and web apps": {
    networks: { lan: { vlan: 5 } },
    webApps: { shop: { databases: ["postgres", "mongodb"], redis: ["sessions", "cache"], uploads: true } },
    guests: { coolify: { network: "lan", address: "192.168.1.20" } },
  },
  "routed uplink": { networks: { transit }, uplink: { mode: "routed", transit: "transit" } },
  "two hosts with a routed uplink": {
    pve: { nodes: { pve: node("192.168.1.2"), pve2: node("192.168.1.3") } },
    networks: {
      ...Object.fromEntries(["management", "database", "infrastructure"].map((name) => [name, { node: "pve" }])),
      apps: { node: "pve2" },
      transit,
    },
    uplink: { mode: "routed", transit: "transit" },
  },
  "public domain": {
    domain: "example.org",
    tls: { mode: "acme", email: "operator@example.org", dnsProvider: "ovh" },
  },
  "router that owns every gateway": {
    networks: { management: byRouter, database: byRouter, infrastructure: byRouter, apps: byRouter },
    uplink: { mode: "external" },
  },
};

const password = "x".repeat(32);
/** A value in the format that PostgreSQL accepts, made from no password. */
const verifier = `SCRAM-SHA-256$4096:${"A".repeat(22)}==$${"A".repeat(43)}=:${"A".repeat(43)}=`;

/** A self-signed certificate and its key. */
function selfSigned(): Readonly<Record<string, string>> {
  const options = [
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-subj",
    "/CN=sample",
  ];
  const { stdout, status } = spawnSync("openssl", ["req", ...options, "-keyout", "-", "-out", "-"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error("openssl does not run (Debian: openssl).");
  const [key = "", certificate = ""] = stdout.match(/-----BEGIN [^]*?-----END [A-Z ]+-----\n/g) ?? [];
  return { key, certificate };
}
const issued = selfSigned();
const hash = `$2b$10$${"a".repeat(53)}`;

/** A value in the format of a secret. */
function sample({ secret, form }: SecretPiece): string {
  if (secret.kind === "issued") return issued[secret.field] ?? "";
  if (typeof form === "object") return form.of(password, secretName(secret));
  if (form === "sha256") return createHash("sha256").update(password).digest("hex");
  if (form === "bcrypt") return hash;
  return form === "scram-sha-256" ? verifier : password;
}

/** Writes the files of a machine below a directory. */
function write(directory: string, { files }: Bundle): void {
  for (const { path, content, mode = "0644" } of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, textOf(content, sample), { mode: Number.parseInt(mode, 8) });
  }
}

function bundlesOf(lab: Homelab): readonly Bundle[] {
  const get = views(lab);
  const dockers = get(dockerHosts).map(({ guest }) => bundleOf(guest.name, [dockerFirewallPart(get, guest)]));
  return [...get(bundles).values(), ...dockers];
}

function labOf(keys: object): Homelab {
  const minimal = readFileSync(join(root, "__tests__", "sites", "minimal.yaml"), "utf8");
  const site = siteSchema.parse({ ...(parse(minimal) as object), ...keys });
  const { lab, problems } = declaredHomelab(site, catalogOf(site));
  const error = problems.find(({ severity }) => severity !== "warning");
  if (error !== undefined) throw new Error(error.message);
  return lab;
}

/** The root of Debian 13's Podman: this machine, or the directory into which it is unpacked. */
function podmanTree(directory: string): string {
  if (existsSync("/usr/libexec/podman/quadlet")) return "/";
  const { status, stderr, error } = spawnSync("bash", [join(root, "scripts", "podman-tree.sh"), directory], {
    encoding: "utf8",
  });
  if (error === undefined && status === 0) return directory;
  throw new Error(`Podman of Debian 13 cannot be unpacked (Debian: mmdebstrap). ${stderr}`, { cause: error });
}

/** The verdict of the programs on the files below a directory, or on one of them, in a new network namespace. */
function judge(
  podman: string,
  directory: string,
  ...path: readonly string[]
): { readonly sound: boolean; readonly said: string } {
  const { status, stdout, stderr, error } = spawnSync(
    "unshare",
    ["--net", "--mount", "--fork", "bash", script, directory, ...path],
    { encoding: "utf8", env: { ...process.env, PODMAN_TREE: podman } },
  );
  if (error !== undefined) throw new Error("unshare does not run (Debian: util-linux).", { cause: error });
  return { sound: status === 0, said: `${stdout}${stderr}` };
}

/** Files in which a bad line does no harm: they are data of a script, empty, or systemd only warns about them. */
const anythingGoes = /^\/etc\/(homelab\/hosts|iproute2\/rt_tables\.d\/.*|\.pve-ignore\..*)$/;

/** Files that still pass with an invalid line. Each file that many machines have is tested once. */
function unnoticed(podman: string, directory: string, all: readonly Bundle[]): readonly string[] {
  const seen = new Set<string>();
  return all.flatMap((bundle) => {
    rmSync(directory, { recursive: true, force: true });
    write(directory, bundle);
    return bundle.files
      .map(({ path }) => path)
      .filter((path) => {
        const kind = path.replace(/(?<=\/(policies|lifecycle))\/.*/, "");
        if (anythingGoes.test(path) || seen.has(kind)) return false;
        seen.add(kind);
        const file = join(directory, path);
        const text = readFileSync(file, "utf8");
        writeFileSync(file, `)what) is (this\n${text}`);
        const { sound } = judge(podman, directory, path);
        writeFileSync(file, text);
        return sound;
      });
  });
}

/** Validates everything, and returns the faults in sentences. */
function check({ out }: Terminal): readonly string[] {
  if (process.getuid?.() !== 0) {
    return [
      "check:configs needs root, because it loads rendered files into a new network namespace: run it with sudo.",
    ];
  }
  const labs = [
    ["homelab.yaml", loadHomelab(process.env["HOMELAB"] ?? join(root, "homelab.yaml")).lab] as const,
    ...Object.entries(variants).map(([name, keys]) => [name, labOf(keys)] as const),
  ];
  const directory = mkdtempSync(join(tmpdir(), "homelab-configs-"));
  // Most guests have the same files with every uplink.
  const judged = new Set<string>();
  try {
    const podman = podmanTree(join(directory, "podman"));
    const refused = labs.flatMap(([name, lab], index) =>
      bundlesOf(lab).flatMap((bundle, place) => {
        const files = JSON.stringify(bundle.files);
        if (judged.has(files)) return [];
        judged.add(files);
        const tree = join(directory, `${index}-${place}`);
        write(tree, bundle);
        const { sound, said } = judge(podman, tree);
        out.line(`${name}: ${bundle.target}\n${said.trimEnd()}`);
        return sound ? [] : [`${name}: a program rejects files of ${bundle.target}.`];
      }),
    );
    const all = bundlesOf(labOf(variants["routed uplink"] ?? {}));
    const blind = unnoticed(podman, join(directory, "spoilt"), all).map(
      (path) => `No check detects an invalid line in ${path}.`,
    );
    return [...refused, ...blind];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

void (async () => {
  const terminal = processTerminal();
  let faults: readonly string[] = [];
  const code = await runScript("check:configs", process.argv.slice(2), terminal, () => {
    faults = check(terminal);
    return faults.length === 0
      ? "Every program accepts the rendered files, and rejects each file with an invalid line."
      : `${faults.length} faults.`;
  });
  for (const fault of faults) terminal.err.line(fault);
  process.exitCode = faults.length > 0 ? exitCodes.failed : code;
})();
