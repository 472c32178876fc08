import { assert, nat, pre, property } from "fast-check";
import { firewall, hostFirewalls } from "../../../homelab/derive";
import { views, type Homelab } from "../../../homelab/model";
import { portOf, smallHomelab, smallVariations, type Plan } from "../../support/network/homelabs";

// How a change of one service changes the rules of all machines.

/** Every forwarded flow and every forwarded port in the hosts' tables, without the comments. */
function tablesOf(lab: Homelab): ReadonlySet<string> {
  const lines = views(lab)(hostFirewalls).flatMap(({ node, text }) =>
    text.split("\n").map((line) => `${node.name} ${line.trim().replace(/ comment "[^"]*"/, "")}`),
  );
  return new Set(lines.filter((line) => / (\d.*,|.* dnat ip to .*)$/.test(line)));
}

/** Every rule at the interface of each guest, without the comments. */
function guestsOf(lab: Homelab): ReadonlyMap<string, ReadonlySet<string>> {
  const guests = [...views(lab)(firewall).guests];
  const bare = (rule: object): string => JSON.stringify({ ...rule, comment: undefined });
  return new Map(guests.map(([{ name }, { rules }]) => [name, new Set(rules.map(bare))]));
}

const missing = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
  [...some].filter((line) => !others.has(line));

const changes = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] => [
  ...missing(some, others),
  ...missing(others, some),
];

test("without a Use its rule is gone, and everything else stays the same", () => {
  assert(
    property(smallVariations, nat(), (variation, choice) => {
      const users = variation.plans.filter(({ uses }) => uses.length > 0);
      const user = users[choice % users.length];
      pre(user !== undefined);
      const plans = variation.plans.map((plan) => (plan === user ? { ...plan, uses: [] } : plan));
      const [before, after] = [smallHomelab(variation), smallHomelab({ ...variation, plans })];
      pre(before !== undefined && after !== undefined);
      const ports = user.uses.map((use) => String(portOf(use)));
      const isMeant = (line: string): boolean => ports.some((port) => line.includes(port));
      expect(changes(tablesOf(before), tablesOf(after)).filter((line) => !isMeant(line))).toEqual([]);
      for (const [name, rules] of guestsOf(before)) {
        const now = guestsOf(after).get(name) ?? new Set<string>();
        expect(missing(now, rules)).toEqual([]);
        expect(missing(rules, now).filter((line) => !isMeant(line))).toEqual([]);
      }
    }),
    { numRuns: 15 },
  );
});

test("a new service changes only the rules of its guest and of the guests that it uses", () => {
  assert(
    property(smallVariations, nat(), nat({ max: 7 }), (variation, place, used) => {
      const count = variation.plans.length;
      // No service uses the one at this position.
      pre(used < count && !variation.plans.some(({ uses }) => uses.includes(count)));
      const more: Plan = {
        place,
        audience: [],
        isUdp: false,
        isWatched: false,
        isApp: false,
        hasSubnet: false,
        uses: [used],
      };
      const [before, after] = [
        smallHomelab(variation),
        smallHomelab({ ...variation, plans: [...variation.plans, more] }),
      ];
      pre(before !== undefined && after !== undefined);
      const name = `own-${count}`;
      const concerned = new Set(
        after.connections
          .filter(({ consumer }) => consumer.service.name === name)
          .flatMap(({ consumer, provider }) => [consumer.machine.name, provider.machine.name]),
      );
      const now = guestsOf(after);
      const changed = [...guestsOf(before)].filter(
        ([guest, rules]) => missing(now.get(guest) ?? new Set(), rules).length > 0,
      );
      expect(changed.map(([guest]) => guest).filter((guest) => !concerned.has(guest))).toEqual([]);
      const isMeant = (line: string): boolean => line.includes(String(portOf(used)));
      expect(changes(tablesOf(before), tablesOf(after)).filter((line) => !isMeant(line))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
