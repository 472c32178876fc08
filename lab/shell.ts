import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { loadHomelab } from "../homelab/load";
import { furnish } from "./furnish";
import { site } from "./site";
import { planOf } from "./plan";
import { machineNamed } from "./scene";
import { watchOver } from "./watch";
import { baseIn, cacheDirectory, inNetworkOf, openWorld, tool } from "./world";

/** Opens a shell in a machine of the lab that was kept, or else of a new one, which ends with the shell. */
export async function openShell(name: string, say: (line: string) => void): Promise<number> {
  const { lab } = loadHomelab(site);
  const plan = planOf(lab);
  const machine = name === plan.host.name ? plan.host : machineNamed({ plan }, name);
  const command =
    machine.kind === "container" ? [tool("pct"), "exec", machine.id, "--", "bash"] : [...inNetworkOf(machine), "bash"];
  const kept = keptWorld();
  if (kept !== undefined) return interactive(kept, command);
  const cache = cacheDirectory(process.env);
  const watch = watchOver(say);
  try {
    const base = await watch.through(baseIn(cache, watch));
    const world = await openWorld(cache, watch);
    try {
      say("starting a new lab, in which nothing has been pushed");
      await watch.through(furnish({ world, watch, lab, plan, base, cache }));
      // From now on the user watches.
      watch.close();
      return await interactive(world.pid, command);
    } finally {
      await world.close();
    }
  } finally {
    watch.close();
  }
}

/** The first process of a world that was kept. */
function keptWorld(): number | undefined {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => commandOf(pid).includes(tool("init")) && commandOf(pid)[0] !== "unshare");
  return found === undefined ? undefined : Number(found);
}

function commandOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** Leaves ^C to the shell. */
function interactive(pid: number, command: readonly string[]): Promise<number> {
  process.on("SIGINT", () => undefined);
  return new Promise((resolve) => {
    const child = spawn(tool("enter"), [String(pid), ...command], { stdio: "inherit" });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
