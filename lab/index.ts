import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { loadHomelab } from "../homelab/load";
import { daemons } from "./checks/daemons";
import { databases } from "./checks/databases";
import { faults } from "./checks/faults";
import { proxy } from "./checks/proxy";
import { names } from "./checks/names";
import { network } from "./checks/network";
import { firstPush, refusals, secondPush } from "./checks/pushes";
import { rotation } from "./checks/rotation";
import { services } from "./checks/services";
import { traces } from "./checks/traces";
import { progressOf } from "./containers";
import { logsOf } from "./daemons";
import { furnish } from "./furnish";
import { allAtHand } from "./available";
import { planOf } from "./plan";
import { junitXml, reportText, type Report } from "./report";
import { pushableOf, withProviders, type Pushable, type Scene } from "./scene";
import { site } from "./site";
import { formatted } from "../homelab/values/error";
import { tallyOf } from "./tally";
import { watchOver, type Watch } from "./watch";
import { baseIn, cacheDirectory, openWorld, project, type World } from "./world";

export { missing, type Prerequisite } from "./prerequisites";
export { openShell } from "./shell";

/** Options of a rehearsal. */
export interface Wish {
  /** Guests to push; the guests that they use are pushed as well. Default: every guest that can be pushed. */
  readonly only?: readonly string[];
  /** Keeps the world after the rehearsal. */
  readonly keep: boolean;
  /** A file for the results, as JUnit's XML. */
  readonly junit?: string;
  /** Gets each progress line, and the report at the end. */
  readonly say: (line: string) => void;
}

/** What namespaces cannot rehearse. No check covers it. */
const never: Report["left"] = [
  {
    name: "VLAN tags",
    why: "each network is a separate bridge here; the kernels of test machines often lack 802.1q",
  },
  {
    name: "virtual machines (KVM)",
    why: "docker and coolify are containers here; nas and homeassistant are network namespaces without a system",
  },
  { name: "Proxmox VE itself", why: "nft enforces the same firewall rules in its place, and a script replaces pct" },
  { name: "the PVE host's own bundle", why: "npm run rehearse:host pushes it" },
  { name: "Debian 12", why: "docker and mongodb are declared with it; every guest runs Debian 13 here" },
  { name: "a Docker engine and its containers", why: "there is no registry to pull images from" },
  { name: "limits of memory and tasks", why: "the containers of the lab do not enforce them" },
];

/** Rehearses the homelab, and returns how many checks failed. The world always ends with it, unless it is kept. */
export async function rehearse(wish: Wish): Promise<{ readonly failed: number }> {
  const voice = speaking(wish.say);
  const watch = watchOver(voice.say);
  try {
    return await watched(wish, voice, watch);
  } finally {
    watch.close();
    voice.silence();
  }
}

async function watched(wish: Wish, voice: Voice, watch: Watch): Promise<{ readonly failed: number }> {
  const { say } = watch;
  const { lab } = loadHomelab(site);
  const plan = planOf(lab);
  const atHand = await allAtHand(lab);
  const pushable = pushableOf(lab, plan, atHand);
  const pushed = wish.only === undefined ? pushable.names : withProviders(lab, pushable, wish.only);
  const cache = cacheDirectory(process.env);
  const base = await watch.through(baseIn(cache, watch));
  const tally = tallyOf(say);
  const world = await openWorld(cache, watch);
  watch.lookAt(() => progressOf(`/proc/${world.pid}/root`));
  const stop = closedBySignals(world, voice, watch);
  try {
    const complete = pushed.filter((name) => pushable.complete.includes(name));
    const scene = { lab, plan, world, watch, base, tally, pushed, complete, atHand, say };
    const figures = await watch.through(checks(scene, cache)).catch((error: unknown) => {
      const failure = `${formatted(error)}\n${logsOf(world.pid)}`;
      tally.add({ suite: "lab", name: "the rehearsal runs to its end", seconds: 0, failure });
      return [];
    });
    const report = { cases: tally.cases, figures, left: leftOut(pushable, pushed) };
    if (wish.junit !== undefined) writeFileSync(wish.junit, junitXml(report));
    if (wish.keep) voice.tell(howToEnter(world));
    voice.tell(reportText(report));
    return { failed: tally.cases.filter(({ failure }) => failure !== undefined).length };
  } finally {
    stop();
    // Daemons end together with the world; that is not worth a message.
    watch.close();
    voice.silence();
    if (wish.keep) world.keep();
    else await world.close();
  }
}

/** Prints lines, some with the seconds since the start, until it is silenced. */
interface Voice {
  readonly tell: (line: string) => void;
  readonly say: (line: string) => void;
  readonly silence: () => void;
}

function speaking(say: (line: string) => void): Voice {
  const started = performance.now();
  let isOver = false;
  const tell = (line: string): void => {
    if (!isOver) say(line);
  };
  return {
    tell,
    say: (line: string): void => tell(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`),
    silence: (): void => void (isOver = true),
  };
}

async function checks(scene: Scene, cache: string): Promise<Report["figures"]> {
  const { lab, plan, world, watch, base, tally, say } = scene;
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  await furnish({ world, watch, lab, plan, base, cache });
  const booted = seconds();
  say(`${plan.guests.length} machines are up after ${booted.toFixed(1)} s`);
  await firstPush(scene);
  await databases(scene);
  const green = seconds();
  await services(scene);
  await names(scene);
  await proxy(scene);
  const unchanged = await secondPush(scene);
  await network(scene);
  await daemons(scene);
  await refusals(scene);
  await faults(scene);
  await rotation(scene);
  await traces(scene);
  await secondPush(scene, "after all other checks, a push changes nothing");
  return [
    { name: "from nothing to running guests", seconds: booted },
    { name: "from nothing to pushed guests with databases that answer", seconds: green },
    { name: `a push that changes nothing, ${scene.pushed.length} guests`, seconds: unchanged },
    { name: `all ${tally.cases.length} checks`, seconds: seconds() },
  ];
}

function leftOut({ names, absent }: Pushable, pushed: readonly string[]): Report["left"] {
  const unasked = names.filter((name) => !pushed.includes(name));
  return [...absent, ...unasked.map((name) => ({ name, why: "--only does not name it" })), ...never];
}

/** On ^C and similar signals, removes the world and exits with the code of an interrupted program. */
function closedBySignals(world: World, voice: Voice, watch: Watch): () => void {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const close = (code: number) => (): void => {
    voice.tell("Interrupted: removing the lab.");
    voice.silence();
    watch.close();
    void world.close().finally(() => process.exit(code));
  };
  const handlers = Object.entries(signals).map(([signal, code]) => [signal, close(code)] as const);
  for (const [signal, handler] of handlers) process.once(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

const howToEnter = ({ pid }: World): string =>
  [
    "The lab keeps running.",
    `  on its PVE host:    ${join(project, "lab/world/enter")} ${pid} bash`,
    "  in a guest:         npm run lab -- --shell postgres",
    `  to remove it:       kill -KILL ${pid}`,
  ].join("\n");
