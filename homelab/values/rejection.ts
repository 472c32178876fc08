import { HomelabError } from "./error";

/** A value that cannot be accepted. Thrown by every parse function of this room. */
export class Rejection extends HomelabError {
  /** Kebab-case name of the rule that was broken, for instance `cidr`. */
  readonly rule: string;
  /** A sentence: the likely fix. */
  override readonly fix: string;

  /** `message` is a sentence that says what is wrong and why. */
  constructor(rule: string, message: string, fix: string) {
    super(message, { fix });
    this.rule = rule;
    this.fix = fix;
  }
}

/** Whether `parse` accepts the value. Errors other than a `Rejection` pass through. */
export function accepts<T>(parse: (value: T) => unknown, value: T): boolean {
  try {
    parse(value);
    return true;
  } catch (error) {
    if (error instanceof Rejection) return false;
    throw error;
  }
}
