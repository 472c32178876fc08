/** The first packet of a connection, for the readers in this directory. */
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

function sizeOf(range: string): number {
  const [, bits = "32"] = range.split("/");
  return 2 ** (32 - Number(bits));
}

/** Rules name the same few addresses and ranges for every packet, so each is read once. */
function once(read: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const number = known.get(text) ?? read(text);
    known.set(text, number);
    return number;
  };
}

const addressNumber = once(numberOf);
const rangeSize = once(sizeOf);
const rangeStart = once((range) => numberOf(range.split("/")[0] ?? ""));

/** Whether an address is `10.0.20.10`, or is in `10.0.20.0/24`. */
export function inRange(address: string, range: string): boolean {
  const size = rangeSize(range);
  return Math.floor(addressNumber(address) / size) === Math.floor(rangeStart(range) / size);
}

/** The words, quoted texts (with quotes) and single characters of a rule. */
export function wordsOf(line: string): string[] {
  return line.match(/"[^"]*"|[{}=,;]|[^\s"{}=,;]+/g) ?? [];
}

export function unquoted(word: string): string {
  return word.replace(/^"(.*)"$/, "$1");
}
