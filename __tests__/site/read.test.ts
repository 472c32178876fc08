import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, assert, constantFrom, nat, property, tuple } from "fast-check";
import { formatProblems, InvalidSite, locate, locateProblems, parseSite, readSite } from "../../homelab/site";
import { check } from "../support/check";

const minimal = readFileSync(join(__dirname, "..", "sites", "minimal.yaml"), "utf8");
const lines = minimal.trimEnd().split("\n").length;
const directory = mkdtempSync(join(tmpdir(), "site-"));
afterAll(() => rmSync(directory, { recursive: true }));

function fileWith(content: string | Buffer): string {
  const file = join(directory, "homelab.yaml");
  writeFileSync(file, content);
  return file;
}

function refusal(action: () => unknown): InvalidSite {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidSite) return error;
    throw error;
  }
  throw new Error("The site was accepted.");
}

describe("a file that cannot be read", () => {
  test.each([
    ["is missing", () => join(directory, "none.yaml"), "The file does not exist."],
    ["is a directory", () => directory, "not a regular file"],
    ["is larger than 256 KiB", () => fileWith(`${minimal}# ${"x".repeat(300 * 1024)}\n`), "too large: 301 KiB"],
    ["is not UTF-8", () => fileWith(Buffer.from(`${minimal}domain: \u00e9\n`, "latin1")), "not UTF-8 text"],
    ["is empty", () => fileWith(""), "The file is empty."],
    ["is plain text", () => fileWith("hello\n"), "must be a map"],
    [
      "is nested in brackets",
      () => fileWith(`${minimal}domain: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`),
      "nested more than 50 levels",
    ],
    ["is nested in lists", () => fileWith(`${minimal}domain:\n  ${"- ".repeat(51)}\n`), "nested more than 50 levels"],
  ])("because it %s is reported with the reason", (_what, make, reason) => {
    const file = make();
    const { message, problems } = refusal(() => readSite(file));
    expect(problems).toHaveLength(1);
    expect(message).toContain(file);
    expect(message).toContain(reason);
    expect(message).toContain(`1 problem in ${file}`);
  });
});

test("a file that is too large is refused before it is parsed", () => {
  const { message } = refusal(() => readSite(fileWith("{".repeat(300 * 1024))));
  expect(message).toContain("[file-size]");
});

test("nested aliases are refused at once, not after minutes", () => {
  const sites = join(__dirname, "..");
  const sound = effort(() => expect(check(join(sites, "sites", "minimal.yaml"))).toEqual([]));
  const hostile = effort(() => expect(check(join(sites, "invalid", "alias-count-merge.yaml"))).toHaveLength(1));
  expect(hostile).toBeLessThan(20 * sound);
});

/** Microseconds of a processor, which do not count what else the machine does. */
function effort(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user;
}

test("the report contains place, path, value, rule and fix of each problem, and their number", () => {
  const { message } = refusal(() =>
    parseSite("homelab.yaml", `${minimal}networks:\n  database:\n    cidr: 10.0.20.5/24\nnass: {}\n`),
  );
  expect(message).toBe(
    [
      `homelab.yaml:${lines + 3}:11  networks.database.cidr  "10.0.20.5/24"`,
      "  Host bits are set: the network that contains this address is 10.0.20.0/24.  [host-bits]",
      "  Fix: Write 10.0.20.0/24.",
      "",
      `homelab.yaml:${lines + 4}:1  nass`,
      "  nass is not a key of homelab.yaml.  [unknown-key]",
      "  Fix: Did you mean nas?",
      "",
      "2 problems in homelab.yaml",
    ].join("\n"),
  );
});

test("the report repeats no secret from the file", () => {
  const { message } = refusal(() =>
    parseSite(
      "homelab.yaml",
      `${minimal}  - |\n`
        .replace("sshKeys:\n", "sshKeys:\n  - |\n    -----BEGIN OPENSSH PRIVATE KEY-----\n    c2VjcmV0\n")
        .replace(/ {2}- \|\n$/, "backup: { offsite: { repository: 'rest:https://user:hunter2@example.org/' } }\n"),
    ),
  );
  expect(message).toContain("private key");
  expect(message).not.toContain("c2VjcmV0");
  expect(message).toContain("rest:https://user:***@example.org/");
  expect(message).not.toContain("hunter2");
});

describe("problems in the whole model", () => {
  const document = parseSite(
    "homelab.yaml",
    `${minimal}guests:\n  postgres: &db\n    address: 10.0.20.10\n  redis:\n    <<: *db\n  mongodb: *db\n`,
  );
  const problem = { rule: "duplicate-address", message: "Taken.", fix: "Take another." };

  test.each([
    [
      "a value",
      ["guests", "postgres", "address"],
      { line: lines + 3, column: 14, present: true, written: '"10.0.20.10"' },
    ],
    [
      "a merged value is located where it is written",
      ["guests", "redis", "address"],
      { line: lines + 3, column: 14, present: true },
    ],
    ["so is a value inside an alias", ["guests", "mongodb", "address"], { line: lines + 3, column: 14, present: true }],
    [
      "an alias itself, with its anchor",
      ["guests", "mongodb"],
      { line: lines + 6, column: 12, anchor: { name: "db", line: lines + 3, column: 5 } },
    ],
    ["an entry of a list", ["operators", 0], { line: 2, column: 13, present: true }],
    [
      "a default is located at the nearest key",
      ["guests", "redis", "cores"],
      { line: lines + 4, column: 3, present: false },
    ],
    ["a default without any key above it", ["uplink", "mode"], { line: 1, column: 1, present: false }],
    ["a list has no such entry", ["operators", 7], { line: 2, column: 1, present: false }],
  ])("%s", (_what, path, expected) => {
    expect(locate(document, path)).toMatchObject(expected);
  });

  test("a key can be located", () => {
    expect(locate(document, ["guests", "postgres"], "key")).toMatchObject({ line: lines + 2, column: 3 });
  });

  test("a default is shown as such, with its value", () => {
    const text = formatProblems(document, [{ ...problem, path: ["networks", "apps", "cidr"], value: "10.0.40.0/24" }]);
    expect(text).toContain('homelab.yaml:1:1  networks.apps.cidr  "10.0.40.0/24" (not set, default used)');
  });

  test("for an alias, the place of its value is shown", () => {
    const aliased = parseSite("homelab.yaml", `${minimal}domain: &d example.org\nlocal: *d\n`);
    const text = formatProblems(aliased, [{ ...problem, path: ["local"] }]);
    expect(text).toContain(`homelab.yaml:${lines + 2}:8  local  "example.org" (anchor &d, line ${lines + 1})`);
  });

  test("errors and warnings are reported in the order of the file, then those in other files", () => {
    const text = formatProblems(document, [
      { ...problem, path: [], file: "local/app.ts" },
      { ...problem, path: ["guests", "postgres", "address"] },
      { ...problem, path: ["operators", 0], severity: "warning" },
    ]);
    const heads = text.split("\n").filter((line) => /^\S/.test(line));
    expect(heads).toEqual([
      'homelab.yaml:2:13  warning  operators[0]  "192.168.1.0/24"',
      `homelab.yaml:${lines + 3}:14  guests.postgres.address  "10.0.20.10"`,
      "local/app.ts",
      "2 problems and 1 warning",
    ]);
  });

  test("no problems make an empty text", () => {
    expect(formatProblems(document, [])).toBe("");
  });

  test("the caller chooses the colours, and the message itself has none", () => {
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const paint = { bold: mark("b"), dim: mark("d"), red: mark("r"), yellow: mark("y"), green: mark("g") };
    const error = new InvalidSite(document, [{ ...problem, path: ["operators"] }]);
    expect(error.format(paint)).toContain(
      "<b>homelab.yaml:2:12</b>  operators\n  <r>Taken.</r>  <d>[duplicate-address]</d>",
    );
    expect(error.message).not.toContain("<");
  });
});

test("property: after any edit, a file is accepted, or refused with places that exist in it", () => {
  const shipped = readFileSync(join(__dirname, "..", "sites", "shipped.yaml"), "utf8");
  const scraps = [
    "*a",
    "&a ",
    "<<: ",
    "- ",
    ": ",
    "{",
    "]",
    "\t",
    "\n",
    '"',
    "|",
    "!x ",
    "? ",
    "~",
    ".nan",
    "\0",
    "---\n",
    "é",
  ];
  const edit = tuple(nat(shipped.length), nat(12), constantFrom(...scraps));
  const placesOf = (text: string) => {
    try {
      return parseSite("homelab.yaml", text) && [];
    } catch (error) {
      if (!(error instanceof InvalidSite)) throw error;
      return locateProblems(error.source, error.problems).map(({ location }) => location);
    }
  };
  assert(
    property(array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const text = edits.reduce((old, [at, cut, scrap]) => old.slice(0, at) + scrap + old.slice(at + cut), shipped);
      const lengths = text.split("\n").map((line) => line.length);
      const strays = placesOf(text).filter((place) => !place || place.column > (lengths[place.line - 1] ?? -1) + 1);
      expect(strays).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
