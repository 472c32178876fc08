import { stackNames, view, type Machine, type Homelab } from "../../model";

/**
 * Every machine in the order of pushes, each with the machines that must be pushed before it: its node, and those whose
 * services it uses. If machines use each other in a circle, as a watcher and what it watches do, the one whose stack is
 * deployed first begins and does not wait.
 */
export const pushOrder = view("order of pushes", (lab): ReadonlyMap<string, readonly string[]> => {
  const uses = directUses(lab);
  const users = reversed(uses);
  const left = new Set([...lab.machines.values()].toSorted((a, b) => rank(a) - rank(b)).map(({ name }) => name));
  const waiting = new Map([...uses].map(([name, used]) => [name, used.size]));
  const order = new Map<string, readonly string[]>();
  while (left.size > 0) {
    const next = [...left].find((name) => waiting.get(name) === 0) ?? beginnerOf(left, uses, users);
    left.delete(next);
    order.set(
      next,
      [...(uses.get(next) ?? [])].filter((name) => !left.has(name) && name !== next),
    );
    for (const user of users.get(next) ?? []) waiting.set(user, (waiting.get(user) ?? 0) - 1);
  }
  return order;
});

const rank = ({ kind, stack }: Machine): number => (kind === "node" ? -1 : stackNames.indexOf(stack));

type Uses = ReadonlyMap<string, ReadonlySet<string>>;

function directUses({ machines, connections }: Homelab): Uses {
  const uses = new Map([...machines.values()].map((machine) => [machine.name, new Set<string>()]));
  for (const machine of machines.values()) if (machine.kind !== "node") uses.get(machine.name)?.add(machine.node);
  for (const { consumer, provider } of connections) {
    // A node is pushed before its guests, even if it uses their services.
    if (consumer.machine !== provider.machine && consumer.machine.kind !== "node")
      uses.get(consumer.machine.name)?.add(provider.machine.name);
  }
  return uses;
}

function reversed(uses: Uses): Uses {
  const users = new Map([...uses.keys()].map((name) => [name, new Set<string>()]));
  for (const [name, used] of uses) for (const other of used) users.get(other)?.add(name);
  return users;
}

/** If all remaining machines wait: the first one in a circle that waits for nothing outside the circle. */
function beginnerOf(left: ReadonlySet<string>, uses: Uses, users: Uses): string {
  // Walking from each machine to its users, the start of the last walk is in such a circle (Kosaraju).
  const seen = new Set<string>();
  let last = "";
  for (const name of left) {
    if (seen.has(name)) continue;
    walk(name, users, left, seen);
    last = name;
  }
  const circle = new Set<string>();
  walk(last, uses, left, circle);
  return [...left].find((name) => circle.has(name)) ?? last;
}

/** Marks everything that is reachable. */
function walk(from: string, along: Uses, within: ReadonlySet<string>, seen: Set<string>): void {
  const next = [from];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const other of along.get(name) ?? []) if (within.has(other)) next.push(other);
  }
}
