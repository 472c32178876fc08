import { assert, nat, pre, property } from "fast-check";
import { dockerFirewalls, hostFirewalls } from "../../../homelab/derive";
import { views, type Homelab } from "../../../homelab/model";
import { shippedHomelab, shippedVariations, smallHomelab, smallVariations } from "../../support/network/homelabs";
import { mismatches, refusals, refusesSomething } from "../../support/network/packets";
import { World, type Walls } from "../../support/network/world";
import { minimalHomelab } from "../../support/stacks";

// A packet arrives if and only if a flow permits it: for homelabs of all kinds, by an independent reader of the rules.

const packets = 120;

test("with the shipped services, exactly the packets of flows arrive", () => {
  assert(
    property(shippedVariations, nat(), (variation, seed) => {
      const lab = shippedHomelab(variation);
      pre(lab !== undefined);
      expect(mismatches(new World(lab), seed, packets)).toEqual([]);
      // Each firewall is sufficient alone: these filter what hosts forward and what containers send.
      expect(mismatches(new World(lab, { withoutPve: true }), seed, packets)).toEqual([]);
    }),
    { numRuns: 6 },
  );
});

test("with random services behind one or two hosts, exactly the packets of flows arrive", () => {
  assert(
    property(smallVariations, nat(), (variation, seed) => {
      const lab = smallHomelab(variation);
      pre(lab !== undefined);
      expect(mismatches(new World(lab), seed, packets)).toEqual([]);
      expect(mismatches(new World(lab, { withoutPve: true }), seed, packets)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

/** With a guest in the house's network, so that the rules which rewrite packets are needed. */
const lab = minimalHomelab("guests: { loki: { network: lan, address: 192.168.1.20 } }\n");

const texts = (of: Homelab): readonly string[] => {
  const get = views(of);
  return [...get(hostFirewalls).map(({ text }) => text), ...get(dockerFirewalls).map(({ rules }) => rules)];
};

const dropping = (line: string): Walls => ({ edit: (text) => text.replace(`${line}\n`, "") });

/** Lines that open something. Elements of sets are many and similar, so every thirtieth represents them. */
function openings(lines: readonly string[]): readonly string[] {
  const permissions = lines.filter((line) => / \. .* comment ".*",$| --comment ".*" -j (RETURN|ACCEPT)$/.test(line));
  const rules = lines.filter((line) => /dnat ip to|masquerade|@\w+_(ports|pings) .*accept/.test(line));
  return [...permissions.filter((line, index) => index % 30 === 0 && !line.includes('"vmbr1')), ...rules];
}

/** Whether a flow is refused now. A set that has lost its only element counts: nft refuses the whole file. */
function isMissed(line: string): boolean {
  try {
    return refusesSomething(new World(lab, dropping(line)));
  } catch (error) {
    return error instanceof Error && error.message.startsWith("A set is empty");
  }
}

test("no rule is superfluous: without it, some flow does not arrive", () => {
  expect(refusals(new World(lab))).toEqual([]);
  const lines = openings(texts(lab).flatMap((text) => text.split("\n")));
  expect(lines.length).toBeGreaterThan(25);
  expect(lines.filter((line) => !isMissed(line))).toEqual([]);
});

test("what hosts and Docker hosts refuse by themselves is enough", () => {
  expect(mismatches(new World(lab, { withoutPve: true }), 1, 2500)).toEqual([]);
});

test.each([
  "    jump refused",
  "-A DOCKER-USER -i br-+ -j HOMELAB-FORWARD",
  '-A HOMELAB-FORWARD -d 10.0.20.0/24 -m comment --comment "database" -j HOMELAB-REFUSED',
  "-A HOMELAB-INPUT -j HOMELAB-REFUSED",
])("without the line %s something arrives that is not listed", (line) => {
  expect(texts(lab).join("")).toContain(`${line}\n`);
  const walls = { ...dropping(line), withoutPve: true };
  const { listed } = mismatches(new World(lab, walls), 1, 2500)[0] ?? {};
  expect(listed).toBe("nothing");
});
