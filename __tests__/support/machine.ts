import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { joinedParts, type Bundle, type BundleFile } from "../../homelab/model";

const standIns = join(__dirname, "..", "..", "lab", "host", "stand-ins");

/**
 * A PVE host in a temporary directory; `ssh` connects to it, and lab/host/stand-ins replaces the programs of a host.
 */
export interface Machine {
  readonly root: string;
  /** Content of a file; undefined if it does not exist. */
  read(path: string): string | undefined;
  write(path: string, content: string): void;
  chmod(path: string, mode: number): void;
  /** Replaces a file by a symbolic link. */
  link(path: string, to: string): void;
  /** Starts a unit, as a timer would. */
  start(unit: string): void;
  /** Stops a unit, as a person on the machine might. */
  stop(unit: string): void;
  /** Every file below a directory with its mode, modification time and content. */
  state(directory: string): Readonly<Record<string, string>>;
  /** Calls of systemd, apt and the network since the last time this was read. */
  calls(): readonly string[];
  /** Makes the connection fail, see lab/host/stand-ins/ssh. */
  fault(name: "refuse" | "refuse-new" | "cut" | "drop" | "garble" | "from", value: string): void;
  mend(name: string): void;
  remove(): void;
}

/** @param like - What is already on its disk. Default: as little as possible. */
export function newMachine(like?: Machine): Machine {
  const root = mkdtempSync(join(tmpdir(), "machine-"));
  if (like !== undefined) cpSync(like.root, root, { recursive: true, preserveTimestamps: true });
  const at = (path: string) => join(root, path);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  for (const directory of ["run/systemd/system", "run/stand-in/ssh", "run/stand-in/active", "etc/systemd/system"])
    mkdirSync(at(directory), { recursive: true });
  if (like === undefined) write("/etc/network/interfaces", "auto lo\niface lo inet loopback\n");
  process.env["HOMELAB_ROOT"] = root;
  process.env["PATH"] = [standIns, ...pathOf(process.env)].join(":");
  return {
    root,
    read: (path) => (existsSync(at(path)) ? readFileSync(at(path), "utf8") : undefined),
    write,
    chmod: (path, mode) => chmodSync(at(path), mode),
    link(path, to) {
      rmSync(at(path));
      symlinkSync(to, at(path));
    },
    start: (unit) => systemctl("start", unit),
    stop: (unit) => systemctl("stop", unit),
    state: (directory) => stateOf(at(directory)),
    calls() {
      const file = at("run/stand-in/calls");
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      rmSync(file, { force: true });
      return text.split("\n").filter((line) => line !== "");
    },
    fault: (name, value) => write(`/run/stand-in/ssh/${name}`, value),
    mend: (name) => rmSync(at(`run/stand-in/ssh/${name}`), { force: true }),
    remove() {
      // Running timers.
      for (const timer of readdirSync(at("run/stand-in/active")).filter((name) => name.endsWith(".timer")))
        systemctl("stop", timer);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Waits for what a machine does by itself. @throws when it does not within half a minute: enough for a busy machine. */
export async function until(holds: () => boolean): Promise<void> {
  for (let left = 1500; !holds(); left--) {
    if (left === 0) throw new Error("The machine has not done within half a minute what it was to do.");
    await pause(20);
  }
}

const systemctl = (...args: readonly string[]) => void execFileSync("systemctl", args, { env: process.env });

const pathOf = ({ PATH = "" }: NodeJS.ProcessEnv) => PATH.split(":").filter((directory) => directory !== standIns);

function stateOf(directory: string): Readonly<Record<string, string>> {
  if (!existsSync(directory)) return {};
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).toSorted();
  return Object.fromEntries(
    files
      .map((file) => [file, statSync(join(directory, file))] as const)
      .filter(([, stat]) => stat.isFile())
      .map(([file, { mode, mtimeMs }]) => {
        return [file, `${mode.toString(8)} ${mtimeMs} ${readFileSync(join(directory, file), "utf8")}`];
      }),
  );
}

const { username } = userInfo();
const owner = `${username}:${execFileSync("id", ["-gn"], { encoding: "utf8" }).trim()}`;

/** A file of a bundle that belongs to the user who runs the tests. */
export const fileOf = (path: string, content: string, mode?: string): BundleFile => ({
  path,
  content,
  owner,
  ...(mode !== undefined && { mode }),
});

/** A bundle for the node of the smallest homelab; parts that are not given are empty. */
export const bundleOf = ({ target = "pve", ...part }: Partial<Bundle>): Bundle => ({ ...joinedParts([part]), target });
