import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../cli/program";
import { locateProblems, type InvalidSite } from "../homelab/site";
import { noPaint } from "../homelab/values/paint";
import { formatPath } from "../homelab/values/problem";
import { refusalOf } from "./support/check";
import { recordingTerminal } from "./support/terminal";

/**
 * Each file in invalid/ is a whole homelab.yaml with errors. Its first lines list all problems that the check must
 * find: `# expect <line>:<column> <key path, or . for the file> <rule> "<part of message and fix>"`.
 */
const directory = join(__dirname, "invalid");
const expectation = /^# expect (\d+:\d+) (.+?) ([a-z][a-z-]*) "(.+)"$/;

interface Expected {
  readonly place: string;
  readonly path: string;
  readonly rule: string;
  readonly fragment: string;
}

function expectationsOf(text: string): readonly Expected[] {
  const lines = text.split("\n").filter((line) => line.startsWith("# expect"));
  return lines.map((line) => {
    const [, place, path, rule, fragment] = expectation.exec(line) ?? [];
    if (place === undefined || path === undefined || rule === undefined || fragment === undefined) {
      throw new Error(`Not an expectation: ${line}`);
    }
    return { place, path, rule, fragment };
  });
}

const files = readdirSync(directory).filter((name) => name.endsWith(".yaml"));

describe.each(files)("%s", (name) => {
  const file = join(directory, name);
  const expected = expectationsOf(readFileSync(file, "utf8"));
  let refusal: InvalidSite | undefined;

  beforeAll(() => {
    refusal = refusalOf(file);
  });

  test("has the problems that its first lines list, and no others", () => {
    const located = refusal === undefined ? [] : locateProblems(refusal.source, refusal.problems);
    const found = located.map(({ problem, location }, index) => {
      const sentences = `${problem.message} ${problem.fix}`;
      const fragment = expected[index]?.fragment;
      return {
        place: `${location?.line}:${location?.column}`,
        path: formatPath(problem.path) || ".",
        rule: problem.rule,
        // The expected part if it occurs, else the whole text, so that a failure shows the real sentences.
        fragment: fragment !== undefined && sentences.includes(fragment) ? fragment : sentences,
      };
    });
    expect(expected).not.toHaveLength(0);
    expect(found).toEqual(expected);
  });

  test("is reported with every place and rule", () => expectReport(refusal?.format(noPaint) ?? "", expected));
});

/** A problem is a paragraph: its place in the first line, its rule after the message. */
function expectReport(shown: string, expected: readonly Expected[]): void {
  const paragraphs = shown.split("\n\n").slice(0, expected.length);
  for (const [index, { place, rule }] of expected.entries()) {
    expect(paragraphs[index]?.split(/\s/)[0]).toMatch(new RegExp(`\\.(yaml|ts):${place}$`));
    expect(paragraphs[index]).toContain(`[${rule}]`);
  }
  expect(shown).not.toMatch(/^ {4}at /m);
}

// One of each stage: reading, shape, catalog files, the homelab, its views, its bundles.
test.each(["empty", "key", "local-file", "duplicate-vmid", "forwarded-port", "bundle"])(
  "for %s.yaml, the command exits with 1 and shows the report",
  async (name) => {
    const file = join(directory, `${name}.yaml`);
    const terminal = recordingTerminal();
    expect(await run(["check", "--site", file], terminal)).toBe(1);
    expect(terminal.outText()).toBe("");
    expectReport(terminal.errText(), expectationsOf(readFileSync(file, "utf8")));
  },
);

test("every rule over catalog files and the whole homelab has a fixture with its name", () => {
  // Files that contain no rule, and rules that only warn (warnings.test.ts).
  const others = ["index", "check", "containers", "sound", "state-at-home", "absent-provider"];
  const rules = ["local", "declared", "derived", "rendered"].flatMap((when) =>
    readdirSync(join(__dirname, "..", "homelab", "checks", when)).map((name) => name.replace(".ts", "")),
  );
  const shown = (rule: string) => files.some((name) => name.startsWith(rule));
  expect(rules.filter((rule) => !others.includes(rule) && !shown(rule))).toEqual([]);
});
