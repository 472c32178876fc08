import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { indented, lastLines } from "./text";
import type { Watch } from "./watch";
import { tool, type World } from "./world";

/** A program that must run as long as the world: a verb of world/pve that does not return. */
export interface Daemon {
  /** One word. It also names the daemon's log and process number file, below /lab/log of the world. */
  readonly name: string;
  readonly command: readonly string[];
  /** Runs in the network of this machine, from which packages come. */
  readonly outside?: true;
}

/** How often the lab restarts a daemon that ends by itself. */
const restarts = 3;

/**
 * Starts a daemon. When it ends by itself, this prints its last output and starts it again. A daemon that keeps ending
 * ends the watch.
 */
export function keepRunning({ world, watch }: { readonly world: World; readonly watch: Watch }, daemon: Daemon): void {
  const { name, command, outside = false } = daemon;
  const entering = [String(world.pid), ...(outside ? ["--outside"] : []), tool("pve"), "daemon", name, ...command];
  const start = (left: number): void => {
    if (watch.isClosed()) return;
    const child = spawn(tool("enter"), entering, { stdio: "ignore", detached: true });
    // The daemon ends with the world, and a world that is kept outlives this process.
    child.unref();
    child.once("exit", (code, signal) => {
      if (watch.isClosed()) return;
      const told = `The lab's daemon ${name} ended unexpectedly (${signal ?? `exit code ${code}`})`;
      const said = wordsIn(world.pid, `${name}.log`);
      const words = said === "" ? "" : `\n${indented(said)}`;
      if (left === 0) return watch.end(`${told} after ${restarts} restarts.${words}`);
      watch.say(`note  ${told}; it is started again.${words}`);
      setTimeout(() => start(left - 1), 200);
    });
  };
  start(restarts);
}

/** The end of every log of the lab's daemons. */
export const logsOf = (pid: number): string =>
  orNothing(() => readdirSync(logs(pid)))
    .filter((file) => !file.endsWith(".pid"))
    .map((file) => `${file}:\n${wordsIn(pid, file)}`)
    .join("\n");

const logs = (pid: number): string => `/proc/${pid}/root/lab/log`;

const wordsIn = (pid: number, file: string): string =>
  lastLines(orNothing(() => [readFileSync(join(logs(pid), file), "utf8")]).join(""), 5);

/** The files may not exist. */
function orNothing(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch {
    return [];
  }
}

/** A free port of this machine's loopback. apt-cacher-ng accepts none above 32767, but the kernel would choose one. */
export function freePort(tries = 20): Promise<number> {
  const port = randomInt(20_000, 32_768);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (tries === 0 ? reject(error) : resolve(freePort(tries - 1))));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
  });
}
