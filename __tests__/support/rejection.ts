import { Rejection } from "../../homelab/values/rejection";

/** What a parse function says when it refuses; throws when it accepts, or fails for another reason. */
export function rejectionOf(action: () => unknown): Pick<Rejection, "rule" | "message" | "fix"> {
  try {
    action();
  } catch (error) {
    if (error instanceof Rejection) return { rule: error.rule, message: error.message, fix: error.fix };
    throw error;
  }
  throw new Error("Accepted, although it should be refused.");
}
