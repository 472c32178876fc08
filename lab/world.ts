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
  /** The machine whose network the program uses. @default the PVE host */
  readonly on?: LabMachine;
  readonly input?: string;
  /** The name of the task, for people: `postgres: starts`. @default the machine and the command */
  readonly as?: string;
}

/** Namespaces on this machine, with everything that the lab runs. Closing it removes all of it. */
export interface World {
  /** The number of its first process, as this machine counts. */
  readonly pid: number;
  /** Runs a program. */
  run(command: readonly string[], options?: RunOptions): Promise<Finished>;
  /** The same, but returns its output. @throws HomelabError with that output when it fails. */
  must(command: readonly string[], options?: RunOptions): Promise<string>;
  /**
   * Starts a program that runs beside others. It prints a line when it is ready, and ends when its input ends. The
   * returned function ends it; if the program ends earlier, the lab ends too.
   */
  stand(
    command: readonly string[],
    options: { readonly on: LabMachine; readonly as: string },
  ): Promise<() => Promise<void>>;
  /** Lets the world outlive this process. */
  keep(): void;
  close(): Promise<void>;
}

export const project = join(__dirname, "..");
const tools = join(__dirname, "world");
export const tool = (name: string): string => join(tools, name);

/** Where bases and packages are kept from one run to the next. */
export function cacheDirectory({ XDG_CACHE_HOME: home }: NodeJS.ProcessEnv): string {
  const directory = join(home === undefined || home === "" ? "/var/cache" : home, "homelab-lab");
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** The directory of the base that the current recipe builds. Builds it if it does not exist. */
export async function baseIn(cache: string, watch: Watch): Promise<string> {
  const recipe = tool("base");
  const key = createHash("sha256").update(readFileSync(recipe)).digest("hex").slice(0, 12);
  const base = join(cache, `base-${key}`);
  if (existsSync(base)) return base;
  watch.say("building Debian for the guests (only the first time)");
  const inside = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const { code, stdout, stderr } = await watch.during("this machine: builds Debian for the guests", (hear) =>
    programsHeard(hear, watch.signal)("unshare", [...inside, recipe, base, join(cache, "lock")]),
  );
  if (code !== 0) throw new HomelabError(`${recipe} failed:\n${lastLines(`${stdout}${stderr}`)}`);
  return base;
}

/** Opens a world. Its processes see the project, the cache and this machine's files, and can change only the cache. */
export async function openWorld(cache: string, watch: Watch): Promise<World> {
  const namespaces = ["--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc"];
  const shown = [project, cache, realpathSync(process.execPath), artifactCache()];
  const args = [...namespaces, tool("init"), ...shown, String(process.pid)];
  // In a separate process group: ^C reaches only this process, which then closes the world.
  const holder = spawn("unshare", args, { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const ended = new Promise<void>((resolve) => holder.once("close", () => resolve()));
  try {
    await watch.through(watch.during("this machine: makes namespaces", () => firstLine(holder)));
  } catch (error) {
    holder.kill("SIGKILL");
    throw error instanceof HomelabError
      ? error
      : new HomelabError("The lab could not make its namespaces. The lines above show the reason.");
  }
  const fall = (): void => watch.end("The namespaces of the lab ended unexpectedly.");
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
      // The first process ends with its input. If it does not, it is killed, and everything in the world with it.
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
      const fall = (code: number | null): void =>
        watch.end(`${as}: the program ended unexpectedly (exit code ${code}).`);
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

/** Waits for the first line of a program. @throws Error when the program ends before. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`The program ended (exit code ${code}) before it was ready.`)));
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", resolve);
  });
}

/** Words before a command that run it in the network of a machine. */
export const inNetworkOf = (machine: LabMachine | undefined): readonly string[] =>
  machine === undefined || machine.kind === "host" ? [] : ["nsenter", `--net=/lab/guests/${machine.id}/net`];

/** A command without the directory of the lab's tools, shortened. */
export const plain = (command: readonly string[]): string => short(command.join(" ").replaceAll(`${tools}/`, ""));
