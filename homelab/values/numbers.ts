import { Rejection } from "./rejection";

/** Checks a whole number between two limits, both allowed. Throws `Rejection` with the given rule. */
export function whole(rule: string, what: string, lowest: number, highest: number, value: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new Rejection(
    rule,
    `${what} is a whole number from ${lowest} to ${highest}.`,
    `Write a number from ${lowest} to ${highest}.`,
  );
}
