import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import { programsHeard } from "../provision/program";

/** What the lab needs of this machine. */
export interface Prerequisite {
  readonly name: string;
  readonly why: string;
  readonly fix: string;
  readonly isThere: () => boolean | Promise<boolean>;
}

/** Program -> Debian's package, and what it is for. */
const programs: Readonly<Record<string, readonly [packageName: string, why: string]>> = {
  unshare: ["util-linux", "makes the namespaces of the lab"],
  nsenter: ["util-linux", "runs programs in them"],
  pgrep: ["procps", "finds the first process of a guest"],
  ip: ["iproute2", "makes bridges and interfaces"],
  sysctl: ["procps", "lets the host pass packets on, and judge them"],
  nft: ["nftables", "loads the firewalls"],
  mmdebstrap: ["mmdebstrap", "makes Debian for the guests"],
  "systemd-nspawn": ["systemd-container", "runs the guests"],
  "systemd-socket-activate": ["systemd", "leads the guests to the package cache"],
  "apt-cacher-ng": ["apt-cacher-ng", "is the package cache"],
  sshd: ["openssh-server", "lets the push in"],
  ssh: ["openssh-client", "is how the push comes"],
};

const fixOf = (packageName: string): string => `apt-get install ${packageName}`;

const isOnPath = (name: string): boolean =>
  [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin", "/usr/local/sbin"].some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const has = (file: string, word: RegExp): boolean => {
  try {
    return word.test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
};

/** So long a kernel may think about something that it does at once. */
const kernelMs = 20_000;

/** True when this works in namespaces of its own, which end with it. */
const works = async (script: string): Promise<boolean> => {
  const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const inTime = programsHeard(() => undefined, AbortSignal.timeout(kernelMs));
  const { code } = await inTime("unshare", [...namespaces, "sh", "-ec", script]);
  return code === 0;
};

const machine: readonly Prerequisite[] = [
  {
    name: "Linux",
    why: "guests are its containers",
    fix: "Run it on a Linux machine, or in a virtual one.",
    isThere: () => process.platform === "linux",
  },
  {
    name: "root",
    why: "it makes namespaces, mounts and bridges",
    fix: "sudo npm run lab",
    isThere: () => process.getuid?.() === 0,
  },
];

const installed: readonly Prerequisite[] = [
  ...Object.entries(programs).map(([name, [packageName, why]]): Prerequisite => ({
    name,
    why: `it ${why}`,
    fix: fixOf(packageName),
    isThere: () => isOnPath(name),
  })),
  {
    name: "Debian's keys",
    why: "packages of Debian 13 are verified with them",
    fix: fixOf("debian-archive-keyring"),
    isThere: () => isOnPath("mmdebstrap") && has("/usr/share/keyrings/debian-archive-keyring.gpg", /[^]/),
  },
  {
    name: "overlayfs",
    why: "guests share one Debian",
    fix: "modprobe overlay",
    isThere: () => has("/proc/filesystems", /\boverlay$/m),
  },
];

const kernel: readonly Prerequisite[] = [
  {
    name: "control groups, version 2",
    why: "systemd in the guests asks for them",
    fix: "Boot with a kernel that has them (CONFIG_CGROUPS).",
    isThere: () => works("mount -t cgroup2 cgroup2 /mnt"),
  },
  {
    name: "bridges",
    why: "each network of the homelab is one",
    fix: "modprobe bridge",
    isThere: () => works("ip link add lab0 type bridge"),
  },
  {
    name: "br_netfilter",
    why: "neighbours on a bridge are to be judged as well",
    fix: "modprobe br_netfilter",
    isThere: () => works("PATH=$PATH:/sbin:/usr/sbin; sysctl --quiet --write net.bridge.bridge-nf-call-iptables=1"),
  },
  {
    name: "nftables in the kernel",
    why: "the firewalls are tables of it, with connections, sets and NAT",
    fix: "modprobe nf_tables nft_ct nft_nat nft_masq",
    isThere: () =>
      works(
        `PATH=$PATH:/sbin:/usr/sbin; printf 'table inet t { chain c { type nat hook postrouting priority 100; ct state new masquerade\\n}\\n}\\n' | nft --file -`,
      ),
  },
];

/** In stages: what is found out with the help of one is only asked when that is complete. */
const prerequisites: readonly (readonly Prerequisite[])[] = [machine, installed, kernel];

/** What this machine lacks: all of the first stage that is not complete. */
export async function missing(stages = prerequisites): Promise<readonly Prerequisite[]> {
  for (const stage of stages) {
    const there = await Promise.all(stage.map(async ({ isThere }) => isThere()));
    const lacking = stage.filter((_, index) => there[index] !== true);
    if (lacking.length > 0) return lacking;
  }
  return [];
}
