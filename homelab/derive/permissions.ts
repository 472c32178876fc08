import { view, type Audience, type Guest } from "../model";
import { addressSets, isMember, type AddressSet } from "./address-sets";
import { flows, type Flow } from "./flows";

/** One end of a permission: a guest, or everybody of an audience. */
export type End = { readonly guest: Guest } | { readonly audience: Audience };

/**
 * Audiences that a guest can belong to. Not the operators: to what a host hides they come through that host by SSH, and a
 * guest that lives in their network needs a way of its own.
 */
const audiences = ["household", "guests", "machines"] as const satisfies readonly Audience[];

/** What guests may do to each other: flows of the same guests and port as one, for everything that knows only addresses. */
export interface Permission {
  readonly from: End;
  readonly to: Guest;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Absent for `icmp`. */
  readonly port?: number;
  /** Each reason once, sorted. */
  readonly reasons: readonly string[];
}

/**
 * Every flow between different guests, merged to one permission per (source, destination, protocol, port). What a guest
 * may do as a member of an audience is not said again for itself.
 */
export const permissions = view("permissions", (_, get): readonly Permission[] => {
  const found = new Map<string, { readonly permission: Omit<Permission, "reasons">; readonly reasons: Set<string> }>();
  for (const each of get(flows)) {
    const from = endOf(each);
    if ("guest" in from && from.guest === each.to) continue;
    const key = keyOf(from, each);
    const known = found.get(key);
    if (known === undefined) {
      const { to, protocol, port } = each;
      const permission = { from, to, protocol, ...(port !== undefined && { port }) };
      found.set(key, { permission, reasons: new Set([each.reason]) });
    } else known.reasons.add(each.reason);
  }
  const audiencesOf = membership(get(addressSets));
  return [...found.values()]
    .filter(
      ({ permission: { from, ...rest } }) =>
        !("guest" in from) || !audiencesOf(from.guest).some((audience) => found.has(keyOf({ audience }, rest))),
    )
    .map(({ permission, reasons }) => ({ ...permission, reasons: [...reasons].toSorted() }));
});

/** Text of one end, for comments and tables. */
export function endName(end: End): string {
  return "guest" in end ? end.guest.name : end.audience;
}

function endOf({ from }: Flow): End {
  return "instance" in from ? { guest: from.instance.guest } : from;
}

function keyOf(from: End, { to, protocol, port }: Pick<Flow, "to" | "protocol" | "port">): string {
  const name = "guest" in from ? from.guest.name : `+${from.audience}`;
  return `${name} ${to.name} ${protocol} ${port}`;
}

/** Audiences by the address that is in their set; a host speaks with several, all of which are in one set alone. */
function membership(sets: readonly AddressSet[]): (guest: Guest) => readonly Audience[] {
  const known = new Map<Guest, readonly Audience[]>();
  const find = (guest: Guest): readonly Audience[] =>
    guest.kind === "node" ? ["hosts"] : audiences.filter((name) => isMember(sets, name, guest.address));
  return (guest) => {
    const names = known.get(guest) ?? find(guest);
    known.set(guest, names);
    return names;
  };
}
