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
  "# @param name   who is greeted",
  "# @param words  what else is said",
  "# @each rule    arguments of an answer",
  "# Greets.",
  "readonly who=@name@ words=(@words@) port=@name@:1",
  "answer @rule@ --to @name@",
  "",
].join("\n");
const fill = (given: Parameters): string => filled("greet/hello.sh", greeting, given);

/** What a template that is refused is told, with the fix. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return formatted(error);
  }
  throw new Error("Accepted, although it should be refused.");
}
const all = { name: "ada", words: ["a", 2], rule: [["--in", "br-+"], "out"] };

test("values stand where they belong, and whoever runs the script does not see what its parameters are", () => {
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
  ["missing", { words: [], rule: [] }, "is not given its parameter name.\nFix: Pass it where it is filled in."],
  [
    "unknown",
    { ...all, nmae: 1 },
    "has no parameter nmae.\nFix: It has name, words, rule: use these, or add it there.",
  ],
  ["no list", { ...all, rule: "out" }, "repeats a line for each rule.\nFix: Give it a list."],
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

test("a template whose first lines do not say what it uses, or say more, is refused", () => {
  expect(refusal(() => filled("a.sh", "echo @port@\n", {}))).toBe(
    'templates/a.sh has @port@ and does not name it.\nFix: Add "@param port  <what it is>" to its first lines.',
  );
  expect(refusal(() => filled("a.sh", "# @param port  of it\necho\n", { port: 1 }))).toBe(
    "templates/a.sh has no place for its parameter port.\nFix: Write @port@ or remove it.",
  );
  expect(refusal(() => filled("a.sh", "echo\n", { port: 1 }))).toContain("no parameter port.\nFix: It has none");
});

test("templates are found from wherever this is run", () => {
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

  test("is used by somebody", () => {
    const names = [`"${path}"`, `templatesIn("${dirname(path)}")`];
    expect(sources.some((source) => names.some((name) => source.includes(name)))).toBe(true);
  });

  test("ends with one end of line, and has those of Unix", () => {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\r|[ \t]\n/);
  });

  test("uses the parameters of its first lines and no others", () => {
    const named = [...text.matchAll(/ @(param|each) (\w+) +\S/g)];
    const given = named.map(([, kind, name = ""]) => [name, kind === "each" ? ["value"] : "value"] as const);
    expect(filled(path, text, Object.fromEntries(given))).not.toMatch(/@\w+@|@param|@each/);
  });
});

test("no machine is given a place that nothing was put into", () => {
  const transit = { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/29", routedBy: "router" };
  const { lab } = assembled({ networks: { transit }, uplink: { mode: "routed", transit: "transit" } });
  const get = views(lab);
  const dockers = get(dockerHosts).map(({ guest }) => bundleOf(guest.name, [dockerFirewallPart(get, guest)]));
  const files = [...get(bundles).values(), ...dockers].flatMap((bundle) => bundle.files);
  const left = files.filter(({ content }) => /@[a-z]\w*@/.test(textOf(content, () => "")));
  expect(left.map(({ path }) => path)).toEqual([]);
  expect(files.map(({ path }) => path)).toContain("/usr/local/sbin/homelab-docker-firewall");
});
