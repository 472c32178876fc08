/**
 * Templates are the files below templates/ that machines get or run: scripts and pages, each in its own language, so
 * that the tools of that language can check the file as it is.
 *
 * Comments in its first lines declare its parameters: `# @param port  of the server`. The value replaces `@port@`
 * wherever that appears; a list becomes words with spaces between them. `# @each rule  what it is` also takes a list,
 * and the line that contains `@rule@` is repeated for each of its items. The result contains neither the comments that
 * declare parameters nor the one that tells shellcheck which shell a part of a script is for.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HomelabError } from "./values/error";

const directory = join(__dirname, "..", "templates");

type Word = string | number;

/** The value of a parameter. */
export type Value = Word | readonly Word[];

/** The values of a template, by the names of its parameters; a parameter of `@each` takes a list of values. */
export type Parameters = Readonly<Record<string, Value | readonly Value[]>>;

const note = /^(?:#|\/\/|--|<!--) (?:@(param|each) ([a-z]\w*) .*|shellcheck shell=.*)\n/gm;
const place = /@([a-z]\w*)@/g;
/** A value of only these characters is one word in a shell, and one string wherever the template puts it in quotes. */
const plain = /^[\w./:,+=@-]+$/;

const texts = new Map<string, string>();

/**
 * A template with its values in it.
 *
 * @param path Below templates/, such as `minio/reconcile.sh`.
 * @throws HomelabError as `filled` does.
 * @throws Error if there is no such file.
 */
export function template(path: string, given: Parameters = {}): string {
  const text = texts.get(path) ?? readFileSync(join(directory, path), "utf8");
  texts.set(path, text);
  return filled(path, text, given);
}

/** Paths of the templates in a directory below templates/, sorted. */
export const templatesIn = (path: string): readonly string[] =>
  readdirSync(join(directory, path))
    .toSorted()
    .map((name) => `${path}/${name}`);

/**
 * The text of a template with its values in it.
 *
 * @throws HomelabError if a parameter is undeclared, unused, missing or unknown, or if a value contains characters that
 * have a meaning in some language.
 */
export function filled(path: string, text: string, given: Parameters): string {
  const kinds = new Map([...text.matchAll(note)].flatMap(([, kind, name]) => (name ? [[name, kind] as const] : [])));
  const body = text.replace(note, "");
  refuseMisfit(path, kinds, new Set(placesIn(body)), given);
  const lines = body.split("\n").flatMap((line) => {
    const put = (values: Parameters) => line.replace(place, (_, name: string) => worded(path, name, values[name]));
    const each = placesIn(line).find((name) => kinds.get(name) === "each");
    if (each === undefined) return put(given);
    const list = given[each];
    if (typeof list !== "object") throw fault(path, `needs a list for its parameter ${each}`, "Pass a list.");
    return list.map((value) => put({ ...given, [each]: value }));
  });
  return lines.join("\n");
}

const placesIn = (text: string): readonly string[] => [...text.matchAll(place)].map(([, name = ""]) => name);

function refuseMisfit(
  path: string,
  kinds: ReadonlyMap<string, unknown>,
  places: ReadonlySet<string>,
  given: Parameters,
): void {
  for (const name of places) {
    if (!kinds.has(name))
      throw fault(path, `uses @${name}@ undeclared`, `Add "@param ${name}  <what it is>" to its first lines.`);
  }
  for (const name of kinds.keys()) {
    if (!places.has(name)) throw fault(path, `does not use its parameter ${name}`, `Write @${name}@ or remove it.`);
    if (given[name] === undefined)
      throw fault(path, `has no value for its parameter ${name}`, "Pass it where the template is filled in.");
  }
  const known = [...kinds.keys()].join(", ") || "none";
  for (const name of Object.keys(given)) {
    if (!kinds.has(name))
      throw fault(path, `has no parameter ${name}`, `Use one of its parameters (${known}), or add it.`);
  }
}

function worded(path: string, name: string, value: Parameters[string] | undefined): string {
  const words = [value].flat();
  const odd = words.filter((one) => !(typeof one === "string" || typeof one === "number") || !plain.test(String(one)));
  if (odd.length === 0) return words.join(" ");
  throw fault(
    path,
    `cannot take ${JSON.stringify(odd[0])} for ${name}, because it might not stay one word there`,
    "Use only letters, digits and _ . / : , + = @ - in a value, or write it to a file that the script reads.",
  );
}

const fault = (path: string, what: string, fix: string): HomelabError =>
  new HomelabError(`templates/${path} ${what}.`, { fix });
