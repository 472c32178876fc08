import { groupBy } from "../../homelab/values/group-by";
import { flows, portsText, type Flow } from "../../homelab/derive";
import type { Get, Machine, Homelab, Service } from "../../homelab/model";
import { zoneNames } from "./zone-names";
import { code, table } from "./markdown";
import { everywhere } from "./picture/everywhere";
import { shortTitle } from "./picture/map-card";

/** One row: flows to one service that look the same in the table. */
interface Row {
  readonly from: string;
  readonly service: Service | undefined;
  readonly why: string;
  readonly all: readonly Flow[];
}

/** One table for each guest: who opens which of its ports, why, and where that is declared. Without pings. */
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
  // Merge rows that differ only in the port of one service.
  const merged = groupBy(rows, ({ from, service, why }) => `${service?.name}|${from}|${why}`);
  const cells = [...merged.values()].map((same) => {
    const [{ service, from, why }] = same;
    const each = same.flatMap((row) => row.all);
    const declared = new Set(each.map((flow) => flow.declared));
    return [shortTitle(service?.title ?? ""), portsText(each), from, why, [...declared].map(code).join(", ")];
  });
  return `### ${machine.title} (${machine.name})\n\n${table(["Service", "Port", "From", "Why", "Declared"], cells)}`;
}

/** Rows of one port: sources with the same reasons share a row. */
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

/** Words for kinds of flow. The reasons of the other kinds (web names, the sign-on) are clear by themselves. */
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
