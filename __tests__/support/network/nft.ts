import { has, parseSet, setOf, type NftSet } from "./nft-set";
import type { Packet } from "./packet";

// A reader of nft files that understands only the statements in ours and throws on any other, so that it ignores
// nothing. It shares no code with what writes these files. Every packet is the first of its connection.

/** A packet that a host forwards or receives. */
export interface Routed extends Packet {
  readonly iif: string;
  readonly oif: string;
}

type Verdict = "accept" | "drop" | "reject";
type Outcome = Verdict | { readonly target: string } | { readonly source: "masqueraded" } | undefined;

/** A part of a rule: a match, or a verdict. */
type Statement = (packet: Routed, table: NftTable) => boolean | { readonly outcome: Outcome };

interface Chain {
  readonly hook?: string;
  readonly rules: readonly (readonly Statement[])[];
}

/** The contents of a file. */
export class NftTable {
  readonly sets = new Map<string, NftSet>();
  private readonly chains = new Map<string, Chain>();

  constructor(text: string) {
    const lines = text.split("\n").map((line) => line.trim());
    const body = lines.slice(lines.findIndex((line) => /^table .* \{$/.test(line)) + 1);
    for (let head = body.shift(); head !== undefined; head = body.shift()) {
      if (head === "" || head === "}") continue;
      const [, kind, name = ""] = /^(set|chain) (\w+) \{$/.exec(head) ?? [];
      const inner = blockOf(body);
      if (kind === "set") this.sets.set(name, parseSet(inner));
      else if (kind === "chain") this.chains.set(name, chainOf(inner));
      else throw new Error(`Not understood: ${head}`);
    }
  }

  /** The verdict about a packet at a hook such as `hook forward`, from its chains in order. */
  run(hook: string, packet: Routed): { readonly verdict: Verdict; readonly packet: Routed } {
    let current = packet;
    for (const chain of this.chains.values()) {
      if (chain.hook?.includes(`${hook} `) !== true) continue;
      const outcome = this.walk(chain, current);
      if (typeof outcome === "object") current = rewritten(current, outcome);
      else if (outcome !== undefined && outcome !== "accept") return { verdict: outcome, packet: current };
    }
    return { verdict: "accept", packet: current };
  }

  jump(name: string, packet: Routed): Outcome {
    const chain = this.chains.get(name);
    if (chain === undefined) throw new Error(`There is no chain ${name}.`);
    return this.walk(chain, packet);
  }

  private walk({ rules }: Chain, packet: Routed): Outcome {
    for (const rule of rules) {
      for (const statement of rule) {
        const said = statement(packet, this);
        if (said === false) break;
        if (typeof said === "object" && said.outcome !== undefined) return said.outcome;
      }
    }
    return undefined;
  }
}

function rewritten(packet: Routed, change: Partial<Routed>): Routed {
  return { ...packet, ...change };
}

const goesOn: Statement = () => true;
const fields: Readonly<Record<string, (packet: Routed) => string>> = {
  iifname: ({ iif }) => iif,
  oifname: ({ oif }) => oif,
  "ip saddr": ({ source }) => source,
  "ip daddr": ({ target }) => target,
  "meta l4proto": ({ protocol }) => protocol,
  "th dport": ({ port }) => String(port),
};
const field = `(?:${Object.keys(fields).join("|")})`;

/** Every statement that the reader understands. */
const statements: readonly (readonly [RegExp, (...parts: string[]) => Statement])[] = [
  [/^counter/, () => goesOn],
  [/^comment "[^"]{1,128}"/, () => goesOn],
  [/^limit rate 10\/minute burst 20 packets/, () => goesOn],
  [/^log prefix "[^"]*" level info/, () => goesOn],
  [/^ct zone set 1/, () => goesOn],
  [
    /^ct state ([a-z,]+)/,
    (states = "") =>
      () =>
        states.split(",").includes("new"),
  ],
  [/^meta nfproto ipv6/, () => () => false],
  [
    /^icmp type echo-request/,
    () =>
      ({ protocol }) =>
        protocol === "icmp",
  ],
  [
    /^(tcp|udp) dport (\d+)/,
    (protocol, port) => (packet) => packet.protocol === protocol && String(packet.port) === port,
  ],
  [/^(accept|drop)/, (verdict) => () => ({ outcome: verdict as Verdict })],
  [/^reject with icmp admin-prohibited/, () => () => ({ outcome: "reject" })],
  [
    /^jump (\w+)/,
    (name = "") =>
      (packet, table) => ({ outcome: table.jump(name, packet) }),
  ],
  [
    /^dnat ip to ([\d.]+)/,
    (target = "") =>
      () => ({ outcome: { target } }),
  ],
  [/^masquerade/, () => () => ({ outcome: { source: "masqueraded" } })],
  [new RegExp(String.raw`^(${field}(?: \. ${field})*) (!= )?(@\w+|\{[^}]*\}|"[^"]*"|[\d.]+)`), lookup],
];

function lookup(names = "", negation?: string, where = ""): Statement {
  const wanted = names.split(" . ").map((name) => fields[name]);
  const own = where.startsWith("@") ? undefined : setOf(where.replace(/^\{(.*)\}$/, "$1"));
  return (packet, { sets }) => {
    const set = own ?? sets.get(where.slice(1));
    if (set === undefined) throw new Error(`There is no set ${where}.`);
    const values = wanted.map((value) => value?.(packet) ?? "");
    return has(set, values) === (negation === undefined);
  };
}

function chainOf(lines: readonly string[]): Chain {
  const [first = ""] = lines;
  if (!first.startsWith("type ")) return { rules: lines.map(ruleOf) };
  if (!/^type \w+ hook \w+ priority [\w -]+; policy accept;$/.test(first)) throw new Error(`Not understood: ${first}`);
  return { hook: first, rules: lines.slice(1).map(ruleOf) };
}

function ruleOf(line: string): readonly Statement[] {
  const found: Statement[] = [];
  for (let rest = line; rest !== "";) {
    const known = statements.find(([pattern]) => pattern.test(rest));
    if (known === undefined) throw new Error(`Not understood: ${rest}`);
    const [whole = "", ...parts] = known[0].exec(rest) ?? [];
    found.push(known[1](...parts));
    rest = rest.slice(whole.length).trimStart();
  }
  return found;
}

/** Lines of a block whose head has been read. The closing brace is on a separate line, as nft 1.0.6 requires. */
function blockOf(lines: string[]): string[] {
  const inner: string[] = [];
  for (let depth = 1; ;) {
    const line = lines.shift();
    if (line === undefined) throw new Error("A block is not closed.");
    if (line === "}") depth -= 1;
    else if (line.endsWith("{")) depth += 1;
    if (depth === 0) return inner;
    inner.push(line);
  }
}
