import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import { programsHeard } from "../provision/program";

/** Something that the lab needs on this machine. */
export interface Prerequisite {
  readonly name: string;
  readonly why: string;
  readonly fix: string;
  readonly isThere: () => boolean | Promise<boolean>;
}

/** Program -> Debian's package, and what the lab uses it for. */
const programs: Readonly<Record<string, readonly [packageName: string, why: string]>> = {
  unshare: ["util-linux", "makes the namespaces of the lab"],
  nsenter: ["util-linux", "runs programs in them"],
  pgrep: ["procps", "finds the first process of a guest"],
  ip: ["iproute2", "makes bridges and interfaces"],
  sysctl: ["procps", "makes the host forward and filter packets"],
  nft: ["nftables", "loads the firewalls"],
  mmdebstrap: ["mmdebstrap", "builds Debian for the guests"],
  "systemd-nspawn": ["systemd-container", "runs the guests"],
  "systemd-socket-activate": ["systemd", "connects the guests to the package cache"],
  "apt-cacher-ng": ["apt-cacher-ng", "is the package cache"],
  sshd: ["openssh-server", "accepts the connections of a push"],
  ssh: ["openssh-client", "opens the connections of a push"],
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

/** Time limit of a kernel test, which normally ends at once. */
const kernelMs = 20_000;

/** Whether this script succeeds in new namespaces, which end with it. */
const works = async (script: string): Promise<boolean> => {
  const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const inTime = programsHeard(() => undefined, AbortSignal.timeout(kernelMs));
  const { code } = await inTime("unshare", [...namespaces, "sh", "-ec", script]);
  return code === 0;
};

const machine: readonly Prerequisite[] = [
  {
    name: "Linux",
    why: "guests run as Linux containers",
    fix: "Run the lab on Linux, or in a Linux virtual machine.",
    isThere: () => process.platform === "linux",
  },
  {
    name: "root",
    why: "the lab makes namespaces, mounts and bridges",
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
    why: "they verify the packages of Debian 13",
    fix: fixOf("debian-archive-keyring"),
    isThere: () => isOnPath("mmdebstrap") && has("/usr/share/keyrings/debian-archive-keyring.gpg", /[^]/),
  },
  {
    name: "overlayfs",
    why: "it lets all guests share one Debian",
    fix: "modprobe overlay",
    isThere: () => has("/proc/filesystems", /\boverlay$/m),
  },
];

const kernel: readonly Prerequisite[] = [
  {
    name: "control groups, version 2",
    why: "systemd in the guests requires them",
    fix: "Boot with a kernel that has them (CONFIG_CGROUPS).",
    isThere: () => works("mount -t cgroup2 cgroup2 /mnt"),
  },
  {
    name: "bridges",
    why: "each network of the homelab is a bridge",
    fix: "modprobe bridge",
    isThere: () => works("ip link add lab0 type bridge"),
  },
  {
    name: "br_netfilter",
    why: "it makes the firewall filter packets between guests on the same bridge",
    fix: "modprobe br_netfilter",
    isThere: () => works("PATH=$PATH:/sbin:/usr/sbin; sysctl --quiet --write net.bridge.bridge-nf-call-iptables=1"),
  },
  {
    name: "nftables in the kernel",
    why: "the firewalls use its tables, connection tracking, sets and NAT",
    fix: "modprobe nf_tables nft_ct nft_nat nft_masq",
    isThere: () =>
      works(
        `PATH=$PATH:/sbin:/usr/sbin; printf 'table inet t { chain c { type nat hook postrouting priority 100; ct state new masquerade\\n}\\n}\\n' | nft --file -`,
      ),
  },
];

/** In stages: a stage relies on the earlier ones, so it is tested only when they are complete. */
const prerequisites: readonly (readonly Prerequisite[])[] = [machine, installed, kernel];

/** What this machine lacks: everything that is missing in the first incomplete stage. */
export async function missing(stages = prerequisites): Promise<readonly Prerequisite[]> {
  for (const stage of stages) {
    const there = await Promise.all(stage.map(async ({ isThere }) => isThere()));
    const lacking = stage.filter((_, index) => there[index] !== true);
    if (lacking.length > 0) return lacking;
  }
  return [];
}
