import { inRange, unquoted, wordsOf } from "./packet";

/** A set of nft; its elements have one or more parts. */
export interface NftSet {
  readonly elements: readonly (readonly string[])[];
  readonly exact: ReadonlySet<string>;
  /** Whether an element may stand for several values: a network, or a name that ends in a star. */
  readonly isOpen: boolean;
}

/** The lines of a `set` block. */
export function parseSet(lines: readonly string[]): NftSet {
  const start = lines.indexOf("elements = {");
  const settings = lines.slice(0, start);
  if (start < 0 || settings.some((line) => !/^(type [a-z0-9_ .]+|flags interval|auto-merge)$/.test(line))) {
    throw new Error(`Not understood: ${lines.join(" ")}`);
  }
  const set = setOf(lines.slice(start + 1, -1).join(" "));
  if (set.isOpen && !settings.includes("flags interval")) {
    throw new Error(`Networks in a set without intervals: ${lines.join(" ")}`);
  }
  return set;
}

/**
 * Elements between the braces of a set: separated by commas, each of parts joined by dots, with or without a comment.
 */
export function setOf(text: string): NftSet {
  const words = wordsOf(text);
  const elements: string[][] = [[]];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    if (word === ",") elements.push([]);
    else if (word === "comment") index += 1;
    else if (word !== ".") elements.at(-1)?.push(unquoted(word));
  }
  const whole = elements.filter((parts) => parts.length > 0);
  if (whole.length === 0) throw new Error(`A set is empty: ${text}`);
  return {
    elements: whole,
    exact: new Set(whole.map((parts) => parts.join(" "))),
    isOpen: whole.some((parts) => parts.some((part) => part.includes("/") || part.endsWith("*"))),
  };
}

export function has({ elements, exact, isOpen }: NftSet, values: readonly string[]): boolean {
  if (exact.has(values.join(" "))) return true;
  return isOpen && elements.some((parts) => parts.every((part, index) => fits(part, values[index] ?? "")));
}

function fits(part: string, value: string): boolean {
  if (part.endsWith("*")) return value.startsWith(part.slice(0, -1));
  return part.includes("/") ? inRange(value, part) : part === value;
}
