import { inRange, unquoted, type Packet } from "./packet";

/** A packet that enters a Docker host through one of its interfaces. */
export interface Entering extends Packet {
  readonly iif: string;
  /** Its original destination, if that has been translated. */
  readonly sentTo?: string;
}

interface Rule {
  readonly matches: readonly ((packet: Entering) => boolean)[];
  readonly target: string;
}

const ends = new Set(["ACCEPT", "REJECT", "RETURN"]);

/** Reads a file for iptables-restore. It understands only the options in our files and throws on any other. */
export class IptablesChains {
  private readonly chains = new Map<string, Rule[]>();

  constructor(text: string) {
    for (const line of text.split("\n")) {
      if (line === "*filter" || line === "COMMIT" || line === "") continue;
      const declared = /^:(\S+) - \[0:0\]$/.exec(line)?.[1];
      if (declared === undefined) this.append(line);
      else this.chains.set(declared, []);
    }
  }

  /** Whether a chain lets the packet pass. */
  passes(chain: string, packet: Entering): boolean {
    return this.walk(chain, packet) !== "REJECT";
  }

  private walk(chain: string, packet: Entering): string {
    const rules = this.chains.get(chain);
    if (rules === undefined) throw new Error(`There is no chain ${chain}.`);
    for (const { matches, target } of rules) {
      if (target === "LOG" || !matches.every((match) => match(packet))) continue;
      if (target === "RETURN") return "RETURN";
      const verdict = ends.has(target) ? target : this.walk(target, packet);
      if (verdict !== "RETURN") return verdict;
    }
    return "RETURN";
  }

  private append(line: string): void {
    const words = line.match(/"[^"]*"|[^\s"]+/g) ?? [];
    const [flag, chain = ""] = words.splice(0, 2);
    const rules = this.chains.get(chain);
    if (flag !== "-A" || rules === undefined) throw new Error(`Not understood: ${line}`);
    const matches: Rule["matches"][number][] = [];
    let target: string | undefined;
    while (words.length > 0) {
      const option = words.shift() as string;
      const value = unquoted(words.shift() ?? "");
      if (option === "-j") target = value;
      else {
        const match = matchOf(option, value);
        if (match === undefined) throw new Error(`Not understood: ${option} ${value} in ${line}`);
        matches.push(match);
      }
    }
    if (target === undefined) throw new Error(`No target: ${line}`);
    rules.push({ matches, target });
  }
}

function matchOf(option: string, value: string): ((packet: Entering) => boolean) | undefined {
  const always = (): boolean => true;
  switch (option) {
    case "-i":
      return ({ iif }) => (value.endsWith("+") ? iif.startsWith(value.slice(0, -1)) : iif === value);
    case "-s":
      return ({ source }) => inRange(source, value);
    case "-d":
      return ({ target }) => inRange(target, value);
    case "-p":
      return ({ protocol }) => protocol === value;
    case "--dport":
      return ({ port }) => String(port) === value;
    case "--icmp-type":
      return value === "echo-request" ? always : undefined;
    case "--ctstate":
      // In these tests every packet is the first of its connection.
      return ({ sentTo }) => value.split(",").includes("NEW") || (value === "DNAT" && sentTo !== undefined);
    case "--ctorigdst":
      return ({ sentTo }) => sentTo !== undefined && inRange(sentTo, value);
    case "-m":
      return ["conntrack", "comment", "limit"].includes(value) ? always : undefined;
    case "--comment":
    case "--limit":
    case "--limit-burst":
    case "--log-prefix":
      return always;
    case "--reject-with":
      return value === "icmp-admin-prohibited" ? always : undefined;
    default:
      return undefined;
  }
}
