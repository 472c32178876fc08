import { readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleOf, bundles, dockerFirewallPart } from "../homelab/bundle";
import { dockerHosts } from "../homelab/derive";
import { textOf, views } from "../homelab/model";
import { formatted } from "../homelab/values/error";
import { filled, template, type Parameters } from "../homelab/templates";
import { assembled } from "./support/assembled";

const root = join(__dirname, "..");
const filesIn = (directory: string): readonly string[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, directory, path)).isFile())
    .toSorted();

const greeting = [
  "#!/usr/bin/env bash",
  "# @param name   of the person",
  "# @param words  after the name",
  "# @each rule    arguments of an answer",
  "# Greets.",
  "readonly who=@name@ words=(@words@) port=@name@:1",
  "answer @rule@ --to @name@",
  "",
].join("\n");
const fill = (given: Parameters): string => filled("greet/hello.sh", greeting, given);

/** The message and the fix of a refused template. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return formatted(error);
  }
  throw new Error("Accepted, although it should be refused.");
}
const all = { name: "ada", words: ["a", 2], rule: [["--in", "br-+"], "out"] };

test("values replace the parameters, and the comments that declare parameters are removed", () => {
  expect(fill(all)).toBe(
    [
      "#!/usr/bin/env bash",
      "# Greets.",
      "readonly who=ada words=(a 2) port=ada:1",
      "answer --in br-+ --to ada",
      "answer out --to ada",
      "",
    ].join("\n"),
  );
  expect(fill({ ...all, words: [], rule: [] })).toContain("words=() port=ada:1\n");
  expect(fill({ ...all, rule: [] })).not.toContain("answer");
  expect(fill({ ...all, name: "@words@" })).toContain("who=@words@ ");
});

test.each<[string, Parameters, string]>([
  [
    "missing",
    { words: [], rule: [] },
    "has no value for its parameter name.\nFix: Pass it where the template is filled in.",
  ],
  [
    "unknown",
    { ...all, nmae: 1 },
    "has no parameter nmae.\nFix: Use one of its parameters (name, words, rule), or add it.",
  ],
  ["not a list", { ...all, rule: "out" }, "needs a list for its parameter rule.\nFix: Pass a list."],
  ["empty", { ...all, name: "" }, 'cannot take "" for name'],
  ["a list of lists for words", { ...all, words: [["a"]] }, 'cannot take ["a"] for words'],
])("a parameter that is %s is refused", (_, given, message) => {
  expect(refusal(() => fill(given))).toContain(`templates/greet/hello.sh ${message}`);
});

test.each(["it's", 'a "b"', "a b", "a\nb", "a\n", "$(id)", "`id`", "a;b", "a\\b", "a*", "<b>", "a&b", "#a", "é"])(
  "%j is more than a word, alone and in a list",
  (odd) => {
    const message = `templates/greet/hello.sh cannot take ${JSON.stringify(odd)} for `;
    expect(() => fill({ ...all, name: odd })).toThrow(`${message}name`);
    expect(() => fill({ ...all, words: ["a", odd] })).toThrow(`${message}words`);
    expect(() => fill({ ...all, rule: [["a", odd]] })).toThrow(`${message}rule`);
  },
);

test("a template that uses an undeclared parameter, or does not use a declared one, is refused", () => {
  expect(refusal(() => filled("a.sh", "echo @port@\n", {}))).toBe(
    'templates/a.sh uses @port@ undeclared.\nFix: Add "@param port  <what it is>" to its first lines.',
  );
  expect(refusal(() => filled("a.sh", "# @param port  of it\necho\n", { port: 1 }))).toBe(
    "templates/a.sh does not use its parameter port.\nFix: Write @port@ or remove it.",
  );
  expect(refusal(() => filled("a.sh", "echo\n", { port: 1 }))).toContain(
    "no parameter port.\nFix: Use one of its parameters (none), or add it.",
  );
});

test("templates are found from any working directory", () => {
  const before = process.cwd();
  try {
    process.chdir(tmpdir());
    expect(template("redis/cli.sh", { password: "/etc/file" })).toContain("source /etc/file\n");
  } finally {
    process.chdir(before);
  }
});

const sources = ["homelab", "provision"].flatMap((directory) =>
  filesIn(directory).map((file) => readFileSync(join(root, directory, file), "utf8")),
);

describe.each(filesIn("templates"))("templates/%s", (path) => {
  const text = readFileSync(join(root, "templates", path), "utf8");

  test("is used", () => {
    const names = [`"${path}"`, `templatesIn("${dirname(path)}")`];
    expect(sources.some((source) => names.some((name) => source.includes(name)))).toBe(true);
  });

  test("has Unix line endings, and exactly one at its end", () => {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\r|[ \t]\n/);
  });

  test("uses the parameters of its first lines and no others", () => {
    const named = [...text.matchAll(/ @(param|each) (\w+) +\S/g)];
    const given = named.map(([, kind, name = ""]) => [name, kind === "each" ? ["value"] : "value"] as const);
    expect(filled(path, text, Object.fromEntries(given))).not.toMatch(/@\w+@|@param|@each/);
  });
});

test("no file of a machine contains an unfilled parameter", () => {
  const transit = { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/29", routedBy: "router" };
  const { lab } = assembled({ networks: { transit }, uplink: { mode: "routed", transit: "transit" } });
  const get = views(lab);
  const dockers = get(dockerHosts).map(({ guest }) => bundleOf(guest.name, [dockerFirewallPart(get, guest)]));
  const files = [...get(bundles).values(), ...dockers].flatMap((bundle) => bundle.files);
  const left = files.filter(({ content }) => /@[a-z]\w*@/.test(textOf(content, () => "")));
  expect(left.map(({ path }) => path)).toEqual([]);
  expect(files.map(({ path }) => path)).toContain("/usr/local/sbin/homelab-docker-firewall");
});
