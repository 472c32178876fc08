/** The first packet of a connection, as the matchers of this directory see it. */
export interface Packet {
  readonly source: string;
  readonly target: string;
  /** `icmp` is an echo request. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port?: number;
}

function numberOf(address: string): number {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) {
    throw new Error(`Not an address: ${address}`);
  }
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** Whether an address equals `10.0.20.10`, or is in `10.0.20.0/24`. */
export function inRange(address: string, range: string): boolean {
  const [base = "", bits = "32"] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

/** Words, quoted texts (with their quotes) and single punctuation characters of a rule. */
export function wordsOf(line: string): string[] {
  return line.match(/"[^"]*"|[{}=,;]|[^\s"{}=,;]+/g) ?? [];
}

export function unquoted(word: string): string {
  return word.replace(/^"(.*)"$/, "$1");
}
