import { HomelabError } from "./error";

/** A value that is not accepted. Every parse function of this room throws it. */
export class Rejection extends HomelabError {
  /** Kebab-case name of the broken rule, for instance `cidr`. */
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

/** Whether `parse` accepts the value. Errors other than a `Rejection` are thrown on. */
export function accepts<T>(parse: (value: T) => unknown, value: T): boolean {
  try {
    parse(value);
    return true;
  } catch (error) {
    if (error instanceof Rejection) return false;
    throw error;
  }
}
