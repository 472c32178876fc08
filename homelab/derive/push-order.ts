import { stackNames, view, type Guest, type Homelab } from "../model";

/**
 * Every machine in the order in which they are given what they run, with those that have to be done before it: whose
 * services its own use, and its node. Where machines use each other in a circle, as those that are watched and those that
 * watch do, the one whose stack is deployed first begins, and does not wait.
 */
export const pushOrder = view("order of pushes", (lab): ReadonlyMap<string, readonly string[]> => {
  const uses = directUses(lab);
  const left = [...lab.guests.values()].toSorted((a, b) => rank(a) - rank(b)).map(({ name }) => name);
  const order = new Map<string, readonly string[]>();
  while (left.length > 0) {
    const next = nextOf(left, uses);
    left.splice(left.indexOf(next), 1);
    order.set(
      next,
      [...order.keys()].filter((name) => uses.get(next)?.has(name)),
    );
  }
  return order;
});

const rank = ({ kind, stack }: Guest): number => (kind === "node" ? -1 : stackNames.indexOf(stack));

type Uses = ReadonlyMap<string, ReadonlySet<string>>;

function directUses({ guests, connections }: Homelab): Uses {
  const uses = new Map([...guests.values()].map((guest) => [guest.name, new Set<string>()]));
  for (const guest of guests.values()) if (guest.kind !== "node") uses.get(guest.name)?.add(guest.node);
  for (const { consumer, provider } of connections) {
    // A node goes first, whatever of its guests it uses.
    if (consumer.guest !== provider.guest && consumer.guest.kind !== "node")
      uses.get(consumer.guest.name)?.add(provider.guest.name);
  }
  return uses;
}

/** The first that needs none of the others, but for those that need it as well. */
function nextOf(left: readonly string[], uses: Uses): string {
  const reached = new Map(left.map((name) => [name, reachedFrom(name, left, uses)]));
  const next = left.find((name) => [...(reached.get(name) ?? [])].every((other) => reached.get(other)?.has(name)));
  // There is always one: following what is needed ends in a circle at the latest.
  return next ?? (left[0] as string);
}

function reachedFrom(from: string, left: readonly string[], uses: Uses): ReadonlySet<string> {
  const found = new Set<string>([from]);
  // A set goes on with what is added meanwhile.
  for (const name of found) {
    for (const used of uses.get(name) ?? []) if (left.includes(used)) found.add(used);
  }
  return found;
}
