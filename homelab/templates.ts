/**
 * Templates are the files below templates/ that machines are given or run: scripts and pages, each in its own language, so
 * that the tools of that language judge it as it lies there.
 *
 * Comments in its first lines name its parameters: `# @param port  of the server`. Its value is put in wherever `@port@`
 * stands; a list is put in as words with blanks between. `# @each rule  what it is` is given a list as well, and the line
 * that has `@rule@` is there once for each of it. No machine sees the comments that name parameters, nor the one by which a
 * part of a script tells shellcheck what it is a part of.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HomelabError } from "./values/error";

const directory = join(__dirname, "..", "templates");

type Word = string | number;

/** What a parameter is given. */
export type Value = Word | readonly Word[];

/** What a template is given, by names of its parameters; `@each` is given a list of values. */
export type Parameters = Readonly<Record<string, Value | readonly Value[]>>;

const note = /^(?:#|\/\/|--|<!--) (?:@(param|each) ([a-z]\w*) .*|shellcheck shell=.*)\n/gm;
const place = /@([a-z]\w*)@/g;
/** Of these characters a value stays one word of a shell, and one string wherever a template has it in quotes. */
const plain = /^[\w./:,+=@-]+$/;

const texts = new Map<string, string>();

/**
 * A template, filled in.
 *
 * @param path Below templates/, such as `minio/reconcile.sh`.
 * @throws HomelabError as `filled` does, or when there is no such file.
 */
export function template(path: string, given: Parameters = {}): string {
  const text = texts.get(path) ?? readFileSync(join(directory, path), "utf8");
  texts.set(path, text);
  return filled(path, text, given);
}

/** Paths of the templates in a directory of templates/, sorted. */
export const templatesIn = (path: string): readonly string[] =>
  readdirSync(join(directory, path))
    .toSorted()
    .map((name) => `${path}/${name}`);

/**
 * The text of a template with its values in it.
 *
 * @throws HomelabError when a parameter is not named in its first lines, not used below them, not given, or given without being
 * there; and at a value that some language might take for more than a word.
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
    if (typeof list !== "object") throw fault(path, `repeats a line for each ${each}`, "Give it a list.");
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
      throw fault(path, `has @${name}@ and does not name it`, `Add "@param ${name}  <what it is>" to its first lines.`);
  }
  for (const name of kinds.keys()) {
    if (!places.has(name)) throw fault(path, `has no place for its parameter ${name}`, `Write @${name}@ or remove it.`);
    if (given[name] === undefined)
      throw fault(path, `is not given its parameter ${name}`, "Pass it where it is filled in.");
  }
  const known = [...kinds.keys()].join(", ") || "none at all";
  for (const name of Object.keys(given)) {
    if (!kinds.has(name)) throw fault(path, `has no parameter ${name}`, `It has ${known}: use these, or add it there.`);
  }
}

function worded(path: string, name: string, value: Parameters[string] | undefined): string {
  const words = [value].flat();
  const odd = words.filter((one) => !(typeof one === "string" || typeof one === "number") || !plain.test(String(one)));
  if (odd.length === 0) return words.join(" ");
  throw fault(
    path,
    `cannot take ${JSON.stringify(odd[0])} for ${name}, which might be more than a word there`,
    "Only letters, digits and _ . / : , + = @ - are put into a template: give the machine a file that the script reads.",
  );
}

const fault = (path: string, what: string, fix: string): HomelabError =>
  new HomelabError(`templates/${path} ${what}.`, { fix });
