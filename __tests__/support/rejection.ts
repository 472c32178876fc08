import { Rejection } from "../../homelab/values/rejection";

/** The Rejection that a parse function throws; throws an error if it accepts, or fails for another reason. */
export function rejectionOf(action: () => unknown): Pick<Rejection, "rule" | "message" | "fix"> {
  try {
    action();
  } catch (error) {
    if (error instanceof Rejection) return { rule: error.rule, message: error.message, fix: error.fix };
    throw error;
  }
  throw new Error("The value was accepted, but it should be refused.");
}
