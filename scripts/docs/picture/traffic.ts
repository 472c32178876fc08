import { groupBy } from "../../../homelab/values/group-by";
import { view, type Zone, type Machine } from "../../../homelab/model";
import { everywhere } from "./everywhere";
import { flows, type Flow, type FlowKind } from "../../../homelab/derive/reach/flows";
import { shortTitle } from "./map-card";

/** The permitted flows from one place to another, in a few words. */
export interface Traffic {
  /** A zone or a network. */
  readonly from: { readonly zone: Zone } | { readonly network: string };
  /** A network, or the hosts, which have an address in each network that they route. */
  readonly to: { readonly zone: "hosts" } | { readonly network: string };
  /** `web names`, `monitors`, `PostgreSQL 5432`. */
  readonly what: readonly string[];
}

/** Kinds with many similar flows, which are shown without the service. */
const collective: Readonly<Partial<Record<FlowKind, string>>> = { web: "web names", monitor: "monitors" };

/**
 * All flows as an overview: between zones, hosts and networks. Flows of agents that run on every guest count as flows
 * of all guests. Without pings, and without flows inside one guest.
 */
export const traffic = view("traffic", (_, get): readonly Traffic[] => {
  const common = get(everywhere);
  const fromOf = ({ from }: Flow): Traffic["from"] => {
    if ("zone" in from) return from;
    const { machine, service } = from.instance;
    return machine.kind !== "node" && common.has(service) ? { zone: "guests" } : placeOf(machine);
  };
  const placed = get(flows)
    .filter(({ kind, from, to }) => kind !== "ping" && !("instance" in from && from.instance.machine === to))
    .map((flow) => ({ from: fromOf(flow), to: placeOf(flow.to), flow }));
  const pairs = groupBy(placed, ({ from, to }) => `${placeKey(from)} ${placeKey(to)}`);
  return [...pairs.values()].map((same) => {
    const [{ from, to }] = same;
    return { from, to, what: whatOf(same.map(({ flow }) => flow)) };
  });
});

/** Distinguishes a zone from a network of the same name. */
export function placeKey(place: Traffic["from"]): string {
  return "zone" in place ? `+${place.zone}` : place.network;
}

function placeOf(machine: Machine): Traffic["to"] {
  return machine.kind === "node" ? { zone: "hosts" } : { network: machine.network };
}

function whatOf(same: readonly Flow[]): readonly string[] {
  const kinds = new Set(same.flatMap(({ kind }) => collective[kind] ?? []));
  const others = same.filter(({ kind }) => collective[kind] === undefined);
  const ports = [...groupBy(others, ({ service }) => service)].map(([service, each]) => {
    const numbers = new Set(each.flatMap(({ port }) => port ?? []));
    return `${shortTitle(service.title)} ${[...numbers].toSorted((a, b) => a - b).join(", ")}`;
  });
  return [...kinds, ...ports];
}
