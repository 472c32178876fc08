import { z } from "zod";
import { whole } from "../../values/numbers";
import { Rejection } from "../../values/rejection";

/** What an issue of this schema has in addition to zod's fields. */
export interface IssueParams {
  readonly rule: string;
  readonly fix: string;
}

/** Turns the `Rejection` of a parse function into an issue of the schema. */
function checked<In, Out>(parse: (value: In) => Out) {
  return (value: In, context: z.RefinementCtx): Out => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const params: IssueParams = { rule: error.rule, fix: error.fix };
      context.addIssue({ code: "custom", message: error.message, params: { ...params } });
      return z.NEVER;
    }
  };
}

/** A text that a function of homelab/values parses. Editors and error messages show the example. */
export function text<T>(parse: (text: string) => T, description: string, example: string) {
  return z
    .string()
    .transform(checked(parse))
    .meta({ description, examples: [example] });
}

/** A text that may hold anything but line breaks, and is not empty. */
export function phrase(description: string, example: string) {
  return text(parsePhrase, description, example);
}

function parsePhrase(value: string): string {
  if (value.trim() !== "" && !/[\r\n]/.test(value)) return value;
  throw new Rejection("phrase", "This must be a single line of text, and must not be empty.", "Write a short text.");
}

/** A whole number that a function of homelab/values parses. */
export function integer<T>(parse: (value: number) => T, description: string, example: number) {
  return z
    .number()
    .transform(checked(parse))
    .meta({ description, examples: [example], type: "integer" });
}

/** A number of things, from 1 to a generous limit. */
export function count(rule: string, what: string, description: string, example: number) {
  return integer((value) => whole(rule, what, 1, 4096, value), description, example);
}

/** A size with a unit. A bare number is read as text, so that the message is "no unit" and not "wrong type". */
export function size(parse: (text: string) => number, description: string, example: string) {
  return z
    .preprocess((value) => (typeof value === "number" ? String(value) : value), z.string().transform(checked(parse)))
    .meta({ description, examples: [example] });
}

export function flag(description: string) {
  return z.boolean().meta({ description, examples: [true] });
}

export function choice<const T extends string>(options: readonly T[], description: string) {
  return z.enum(options).meta({ description, examples: [options[0]] });
}

/** A map whose keys are names that the user chooses. */
export function named<Value extends z.ZodType>(parseKey: (text: string) => unknown, value: Value, description: string) {
  const check = checked(parseKey);
  return z
    .record(
      z.string().superRefine((key, context) => void check(key, context)),
      value,
    )
    .describe(description);
}

/** Refuses a list or a map without entries. */
export function atLeastOne<Schema extends z.ZodType>(schema: Schema, rule: string, message: string, fix: string) {
  return schema.superRefine((value, context) => {
    if (Object.keys(value as object).length === 0) context.addIssue({ code: "custom", message, params: { rule, fix } });
  });
}

/** A key that another key of the same map requires. */
export interface Need {
  readonly key: string;
  /** A sentence: why it is required. */
  readonly why: string;
  readonly fix: string;
}

/**
 * Refuses a map that lacks a key that `needs` names. It also runs if checks of single keys have failed, so that the
 * user sees all problems at once. The map may therefore contain invalid values, and `needs` must expect them.
 */
export function demanding<Schema extends z.ZodType<object>>(
  schema: Schema,
  needs: (map: z.output<Schema>) => readonly Need[],
) {
  const check = (map: z.output<Schema>, context: z.RefinementCtx) => {
    if (typeof map !== "object" || map === null) return;
    const values = map as Readonly<Record<string, unknown>>;
    for (const { key, why, fix } of needs(map).filter((need) => values[need.key] === undefined)) {
      context.addIssue({ code: "custom", path: [key], message: why, params: { rule: "required", fix } });
    }
  };
  return schema.superRefine(check, { when: () => true });
}
