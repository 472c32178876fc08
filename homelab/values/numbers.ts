import { Rejection } from "./rejection";

/** Accepts a whole number from `lowest` to `highest`. Throws `Rejection` with the given rule. */
export function whole(rule: string, what: string, lowest: number, highest: number, value: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new Rejection(
    rule,
    `${what} must be a whole number from ${lowest} to ${highest}.`,
    `Write a whole number from ${lowest} to ${highest}.`,
  );
}
