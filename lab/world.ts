import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { artifactCache } from "../provision/artifacts/artifacts";
import type { Finished } from "../provision/shell/shell";
import { programsHeard, runProgram } from "../provision/program";
import { HomelabError } from "../homelab/values/error";
import { lastLines } from "./text";
import type { LabMachine } from "./plan";
import { short } from "./tasks";
import type { Watch } from "./watch";

export interface RunOptions {
  /** In whose network. @default the PVE host's */
  readonly on?: LabMachine;
  readonly input?: string;
  /** What goes on, for people: `postgres: starts`. @default the machine and the command */
  readonly as?: string;
}

/** Namespaces of their own on this machine, with everything that the lab runs. When it is closed, nothing of it is left. */
export interface World {
  /** Of its first process, as this machine counts. */
  readonly pid: number;
  /** Runs a program. */
  run(command: readonly string[], options?: RunOptions): Promise<Finished>;
  /** The same; throws what it says when it fails. */
  must(command: readonly string[], options?: RunOptions): Promise<string>;
  /**
   * Starts a program beside others. It says a line when it is ready, and ends when its input does, which is what the result
   * brings about. When it ends before, so does the lab.
   */
  stand(
    command: readonly string[],
    options: { readonly on: LabMachine; readonly as: string },
  ): Promise<() => Promise<void>>;
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
export async function baseIn(cache: string, watch: Watch): Promise<string> {
  const recipe = tool("base");
  const key = createHash("sha256").update(readFileSync(recipe)).digest("hex").slice(0, 12);
  const base = join(cache, `base-${key}`);
  if (existsSync(base)) return base;
  watch.say("making Debian for the guests, once");
  const inside = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const { code, stdout, stderr } = await watch.during("this machine: makes Debian for the guests", (hear) =>
    programsHeard(hear, watch.signal)("unshare", [...inside, recipe, base, join(cache, "lock")]),
  );
  if (code !== 0) throw new HomelabError(`${recipe} failed:\n${lastLines(`${stdout}${stderr}`)}`);
  return base;
}

/** Opens a world whose processes see the project, the cache, and this machine's files, none of which they can change. */
export async function openWorld(cache: string, watch: Watch): Promise<World> {
  const namespaces = ["--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc"];
  const shown = [project, cache, realpathSync(process.execPath), artifactCache()];
  const args = [...namespaces, tool("init"), ...shown, String(process.pid)];
  // In a group of its own: ^C is for us, who close it.
  const holder = spawn("unshare", args, { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const ended = new Promise<void>((resolve) => holder.once("close", () => resolve()));
  try {
    await watch.through(watch.during("this machine: makes namespaces", () => firstLine(holder)));
  } catch (error) {
    holder.kill("SIGKILL");
    throw error instanceof HomelabError ? error : new HomelabError("No world could be made; the lines above say why.");
  }
  const fall = (): void => watch.end("The namespaces of the lab have ended by themselves.");
  holder.once("exit", fall);
  const pid = Number(readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8").trim());
  return {
    ...worldOf(pid, watch),
    keep() {
      holder.off("exit", fall).stdin.end("keep\n");
      holder.stdout.destroy();
      holder.unref();
    },
    async close() {
      holder.off("exit", fall).stdin.end();
      // Its first process ends with its input. One that does not is ended, and everything in the world with it.
      const late = setTimeout(() => holder.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(late);
      await runProgram(tool("sweep"), [String(process.pid)]);
    },
  };
}

function worldOf(pid: number, watch: Watch): Omit<World, "keep" | "close"> {
  const entered = (command: readonly string[], on: LabMachine | undefined) => [
    String(pid),
    ...inNetworkOf(on),
    ...command,
  ];
  const run: World["run"] = (command, { on, input, as = `${on?.name ?? "host"}: ${plain(command)}` } = {}) =>
    watch.during(as, (hear) => programsHeard(hear)(tool("enter"), entered(command, on), input));
  return {
    pid,
    run,
    must: async (command, options) => {
      const { code, stdout, stderr } = await run(command, options);
      if (code !== 0) throw new HomelabError(`${command.slice(0, 4).join(" ")} failed (${code}): ${stderr}${stdout}`);
      return stdout;
    },
    async stand(command, { on, as }) {
      const child = spawn(tool("enter"), [...entered(command, on)], { stdio: ["pipe", "pipe", "inherit"] });
      await watch.during(as, () => firstLine(child));
      const fall = (code: number | null): void => watch.end(`${as}: it has ended by itself (${code}).`);
      const isOver = new Promise<void>((resolve) => child.once("close", () => resolve()));
      child.once("exit", fall);
      return () => {
        child.off("exit", fall);
        child.stdin.end();
        return isOver;
      };
    },
  };
}

/** Until a program says something. @throws Error when it ends before. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`It has ended (${code}) before it was ready.`)));
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", resolve);
  });
}

/** Words before a command that put it into the network of a machine. */
export const inNetworkOf = (machine: LabMachine | undefined): readonly string[] =>
  machine === undefined || machine.kind === "host" ? [] : ["nsenter", `--net=/lab/guests/${machine.id}/net`];

/** A command without the way to our own tools. */
export const plain = (command: readonly string[]): string => short(command.join(" ").replaceAll(`${tools}/`, ""));
