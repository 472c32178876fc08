import { groupBy } from "../../homelab/values/group-by";
import { flows, portsText, type Flow } from "../../homelab/derive";
import type { Get, Machine, Homelab, Service } from "../../homelab/model";
import { zoneNames } from "./zone-names";
import { code, table } from "./markdown";
import { everywhere } from "./picture/everywhere";
import { shortTitle } from "./picture/map-card";

/** Flows to one service that differ in nothing that is told: a row. */
interface Row {
  readonly from: string;
  readonly service: Service | undefined;
  readonly why: string;
  readonly all: readonly Flow[];
}

/** One table for each guest: who opens which of its ports, why, and where that is declared. Pings are told elsewhere. */
export function flowsByGuest(lab: Homelab, get: Get): string {
  const byGuest = groupBy(
    get(flows).filter(({ kind }) => kind !== "ping"),
    ({ to }) => to,
  );
  return [...lab.machines.values()]
    .filter((machine) => byGuest.has(machine))
    .map((machine) => section(machine, byGuest.get(machine) ?? [], get(everywhere)))
    .join("\n\n");
}

function section(machine: Machine, all: readonly Flow[], common: ReadonlySet<Service>): string {
  const byPort = groupBy(all, ({ protocol, port }) => `${protocol} ${port}`);
  const rows = [...byPort.values()].flatMap((same) => rowsOf(same, common));
  // The same to several ports of one service.
  const merged = groupBy(rows, ({ from, service, why }) => `${service?.name}|${from}|${why}`);
  const cells = [...merged.values()].map((same) => {
    const [{ service, from, why }] = same;
    const each = same.flatMap((row) => row.all);
    const declared = new Set(each.map((flow) => flow.declared));
    return [shortTitle(service?.title ?? ""), portsText(each), from, why, [...declared].map(code).join(", ")];
  });
  return `### ${machine.title} (${machine.name})\n\n${table(["Service", "Port", "From", "Why", "Declared"], cells)}`;
}

/** Rows of one port: everybody for the same reasons in one, all that use it alike. */
function rowsOf(all: readonly Flow[], common: ReadonlySet<Service>): readonly Row[] {
  const bySource = [...groupBy(all, (flow) => sourceName(flow, common))].map(([from, same]) => ({ from, same }));
  return [...groupBy(bySource, ({ same }) => sortsOf(same)).values()].map((group) => {
    const same = group.flatMap((each) => each.same);
    return {
      from: group.map(({ from }) => from).join(", "),
      service: group[0].same[0].service,
      why: whyOf(same),
      all: same,
    };
  });
}

function sourceName({ from, to }: Flow, common: ReadonlySet<Service>): string {
  if ("zone" in from) return zoneNames[from.zone];
  const { machine, service } = from.instance;
  if (common.has(service)) return `every guest with ${service.title}`;
  return machine === to ? "itself" : machine.name;
}

/** A web name, a public one and a client of the sign-on are named by the reason itself. */
const words: Readonly<Partial<Record<Flow["kind"], string>>> = {
  use: "used by",
  monitor: "monitored",
  zone: "offered to them",
};

const sortsOf = (all: readonly Flow[]): string =>
  [...new Set(all.map(({ kind, reason }) => words[kind] ?? reason))].join("; ");

/** `used by n8n, github-runner; monitored`. */
function whyOf(all: readonly Flow[]): string {
  const users = all.flatMap(({ kind, from }) =>
    kind === "use" && "instance" in from ? [from.instance.service.name] : [],
  );
  return sortsOf(all).replace("used by", `used by ${[...new Set(users)].join(", ")}`);
}
