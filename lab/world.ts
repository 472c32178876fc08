import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { artifactCache } from "../provision/artifacts/artifacts";
import type { Finished } from "../provision/shell/shell";
import { runProgram } from "../provision/program";
import type { LabMachine } from "./plan";
import { HomelabError } from "../homelab/values/error";

/** Namespaces of their own on this machine, with everything that the lab runs. When it is closed, nothing of it is left. */
export interface World {
  /** Of its first process, as this machine counts. */
  readonly pid: number;
  /** Runs a program in the network of a machine, by default that of the PVE host. */
  run(command: readonly string[], options?: { readonly on?: LabMachine; readonly input?: string }): Promise<Finished>;
  /** The same; throws what it says when it fails. */
  must(command: readonly string[], options?: { readonly on?: LabMachine; readonly input?: string }): Promise<string>;
  /** Leaves it when this process ends. */
  keep(): void;
  close(): Promise<void>;
}

export const project = join(__dirname, "..");
const tools = join(__dirname, "world");
export const tool = (name: string): string => join(tools, name);

/** Where bases and packages lie from one run to the next. */
export function cacheDirectory({ XDG_CACHE_HOME: home }: NodeJS.ProcessEnv): string {
  const directory = join(home === undefined || home === "" ? "/var/cache" : home, "homelab-lab");
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** The directory of a base as the recipe says today; made when there is none. */
export async function baseIn(cache: string, say: (line: string) => void): Promise<string> {
  const recipe = tool("base");
  const key = createHash("sha256").update(readFileSync(recipe)).digest("hex").slice(0, 12);
  const base = join(cache, `base-${key}`);
  if (existsSync(base)) return base;
  say("making Debian for the guests, once");
  const inside = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  await orFault("unshare", [...inside, "flock", join(cache, "lock"), recipe, base]);
  return base;
}

/** Opens a world whose processes see the project, the cache, and this machine's files, none of which they can change. */
export async function openWorld(cache: string): Promise<World> {
  const namespaces = ["--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc"];
  const shown = [project, cache, realpathSync(process.execPath), artifactCache()];
  const args = [...namespaces, tool("init"), ...shown, String(process.pid)];
  // In a group of its own: ^C is for us, who close it.
  const holder = spawn("unshare", args, { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const ended = new Promise<void>((resolve) => holder.once("close", () => resolve()));
  const ready = new Promise<boolean>((resolve) => {
    createInterface({ input: holder.stdout }).once("line", (line) => resolve(line === "ready"));
    holder.once("close", () => resolve(false));
  });
  if (!(await ready)) throw new HomelabError("No world could be made; the lines above say why.");
  const pid = Number(readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8").trim());
  const world = worldOf(pid);
  return {
    ...world,
    keep() {
      holder.stdin.end("keep\n");
      holder.stdout.destroy();
      holder.unref();
    },
    async close() {
      holder.stdin.end();
      await ended;
      await runProgram(tool("sweep"), [String(process.pid)]);
    },
  };
}

/** A world that is there already. */
export function worldOf(pid: number): Omit<World, "keep" | "close"> {
  const run: World["run"] = (command, { on, input } = {}) =>
    runProgram(tool("enter"), [String(pid), ...inNetworkOf(on), ...command], input);
  return {
    pid,
    run,
    must: async (command, options) => {
      const { code, stdout, stderr } = await run(command, options);
      if (code !== 0) throw new HomelabError(`${command.slice(0, 4).join(" ")} failed (${code}): ${stderr}${stdout}`);
      return stdout;
    },
  };
}

/** A process of the world in the network of this machine, which is how packages come; it ends with the world. */
export function startOutside(pid: number, command: readonly string[]): void {
  spawn(tool("enter"), [String(pid), "--outside", ...command], { stdio: "ignore", detached: true }).unref();
}

/** Words before a command that put it into the network of a machine. */
export const inNetworkOf = (machine: LabMachine | undefined): readonly string[] =>
  machine === undefined || machine.kind === "host" ? [] : ["nsenter", `--net=/lab/guests/${machine.id}/net`];

async function orFault(program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProgram(program, args);
  if (code !== 0) throw new HomelabError(`${args.at(-2)} failed: ${stderr}${stdout}`);
}
