import { join } from "node:path";
import type { Homelab } from "../homelab/model";
import { portsToProbe, expectationOf, isJudged, placesOf, type ProbedPort, type Place } from "./expectation";
import { others, internet, type LabMachine, type Plan } from "./plan";
import type { Outcome, Target } from "./prober";
import { inNetworkOf, project, type World } from "./world";

/** The result for one machine and one place: which ports are not as they should be. */
export interface Verdict {
  readonly from: string;
  readonly to: string;
  readonly knocked: number;
  readonly open: number;
  /** `tcp 5432 is open`. */
  readonly faults: readonly string[];
}

export interface MatrixScene {
  readonly lab: Homelab;
  readonly plan: Plan;
  readonly world: World;
  /** Root of a Debian that has `ping`. */
  readonly base: string;
}

/** In milliseconds; enough for two cores that probe from every machine. An unexpected outcome is probed once more. */
const patience = { first: 700, second: 2000 };

/** Listens on every port of every machine, so that only a firewall can close one. @returns what ends it. */
export async function listenEverywhere({ lab, plan, world }: MatrixScene): Promise<() => Promise<void>> {
  const ports = portsToProbe(lab);
  const starting = [plan.host, ...others(plan)].map((machine) =>
    listen(world, machine, addressesOf(plan, machine), ports),
  );
  const listeners = await Promise.all(starting);
  return async () => {
    await Promise.all(listeners.map((end) => end()));
  };
}

/** Probes every port of every machine from these machines, and compares the results with what is declared. */
export async function matrix(scene: MatrixScene, sources: readonly LabMachine[]): Promise<readonly Verdict[]> {
  const { lab, plan } = scene;
  const expected = expectationOf(lab, plan);
  const ports = portsToProbe(lab);
  const verdicts = sources.map(async (from) => {
    const places = placesOf(plan).filter((place) => isJudged(plan, from, place));
    const pairs = places.flatMap((place) =>
      ports.map((port) => ({ place, port, isOpen: expected(from, place, port) })),
    );
    const first = await outcomes(scene, from, pairs, patience.first);
    const doubtful = pairs.filter(({ isOpen }, index) => isOpen !== (first[index] === "open"));
    const second = await outcomes(scene, from, doubtful, patience.second);
    const found = new Map(doubtful.map((pair, index) => [pair, second[index]]));
    const results = pairs.map((pair, index) => ({ ...pair, outcome: found.get(pair) ?? first[index] ?? "filtered" }));
    return places.map((place) => verdictOf(from, place, results));
  });
  return (await Promise.all(verdicts)).flat();
}

/** The host has a different address in each of its networks, and the kernel chooses. */
function sourceOf(plan: Plan, from: LabMachine): string {
  return from === plan.host ? "0.0.0.0" : from === plan.router ? internet : from.address;
}

function addressesOf(plan: Plan, machine: LabMachine): readonly string[] {
  if (machine === plan.router) return [internet];
  return placesOf(plan).flatMap((place) => (place.machine === machine ? [place.address] : []));
}

interface Pair {
  readonly place: Place;
  readonly port: ProbedPort;
  readonly isOpen: boolean;
}

function verdictOf(from: LabMachine, to: Place, results: readonly (Pair & { readonly outcome: Outcome })[]): Verdict {
  const here = results.filter(({ place }) => place === to);
  const isFault = ({ isOpen, outcome }: (typeof here)[number]): boolean =>
    isOpen !== (outcome === "open") || outcome.startsWith("error");
  return {
    from: from.name,
    to: to.name,
    knocked: here.length,
    open: here.filter(({ outcome }) => outcome === "open").length,
    faults: here
      .filter(isFault)
      .map(({ port: { protocol, port = "" }, outcome }) => `${protocol} ${port} is ${outcome}`.replace("  ", " ")),
  };
}

const prober = [
  "node",
  "--require",
  join(project, "node_modules/tsx/dist/cjs/index.cjs"),
  join(__dirname, "prober.ts"),
];

function listen(world: World, machine: LabMachine, addresses: readonly string[], probed: readonly ProbedPort[]) {
  const ports = probed.flatMap(({ protocol, port }) => (protocol === "icmp" ? [] : [[protocol, port]]));
  const command = [...prober, "listen", addresses.join(), JSON.stringify(ports)];
  return world.stand(command, { on: machine, as: `${machine.name}: listens on every port` });
}

async function outcomes(
  { world, base, plan }: MatrixScene,
  from: LabMachine,
  pairs: readonly Pair[],
  milliseconds: number,
): Promise<readonly Outcome[]> {
  if (pairs.length === 0) return [];
  const targets = pairs.map(({ place, port }): Target => [place.address, port.protocol, port.port ?? 0]);
  const answer = await world.must(
    [
      "env",
      `PING=chroot ${base} ping`,
      ...inNetworkOf(from),
      ...prober,
      "probe",
      sourceOf(plan, from),
      String(milliseconds),
    ],
    { input: JSON.stringify(targets), as: `${from.name}: probes ${targets.length} ports` },
  );
  return JSON.parse(answer) as readonly Outcome[];
}
