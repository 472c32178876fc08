import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { createColors } from "picocolors";
import { verbs } from "../../cli/verbs";
import * as homelab from "../../homelab";
import { loadHomelab } from "../../homelab/load";
import { InvalidSite } from "../../homelab/site";

const root = join(__dirname, "..", "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const pages = ["", "docs", "docs/decisions", "docs/generated"].flatMap((directory) =>
  readdirSync(join(root, directory))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(directory, name)),
);

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");

/** Text without fenced blocks, where brackets are not links and `#` is not a heading. */
const prose = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, "");

const anchorsIn = (file: string): readonly string[] =>
  [...prose(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

function brokenLinks(file: string): readonly string[] {
  const links = [...prose(read(file)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? file : relative(root, join(root, dirname(file), path));
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsIn(target).includes(anchor));
  });
}

const scripts = Object.keys((JSON.parse(read("package.json")) as { readonly scripts: object }).scripts);
const verbNames = verbs.map(({ name }) => name);

/** Matches of a pattern's group on a page that a list does not contain. */
const unknownIn = (file: string, pattern: RegExp, known: readonly string[]): readonly string[] =>
  [...read(file).matchAll(pattern)].map(([, name = ""]) => name).filter((name) => !known.includes(name));

/** What a user sees for an invalid homelab.yaml. */
function errorOf(file: string): string {
  try {
    loadHomelab(file);
  } catch (error) {
    if (error instanceof InvalidSite) return error.format(createColors(false));
  }
  throw new Error(`${file} is not refused as invalid.`);
}

test("every piece of code on the page of local catalogs appears in the example", () => {
  const directory = join(root, "docs/examples/local");
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const example = files.map((name) => readFileSync(join(directory, name), "utf8")).join("\n");
  const page = read("docs/local-catalog.md");
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  expect(blocks).toHaveLength(3);
  expect(blocks.filter((block) => !example.includes(block))).toEqual([]);
  expect(files.filter((name) => name !== "mealie.ts" && !page.includes(`[${name}]`))).toEqual([]);
});

test("every name that the page of local catalogs mentions for import can be imported", () => {
  const table = /^## What you can import\n([\s\S]*?)^`render`/m.exec(read("docs/local-catalog.md"))?.[1] ?? "";
  const types = ["Contract", "Use", "Refusal"];
  const names = [...table.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name).filter((name) => !types.includes(name));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !(name in homelab) && name !== "get")).toEqual([]);
});

test("the pages from which a reader starts exist", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]));
});

test.each(pages)("%s: links are valid, scripts and verbs exist", (file) => {
  expect(brokenLinks(file)).toEqual([]);
  expect(unknownIn(file, /npm run (?:--silent )?([a-z][\w:-]*)/g, scripts)).toEqual([]);
  expect(unknownIn(file, /homelab -- (?!-)(\w+)/g, verbNames)).toEqual([]);
  expect(unknownIn(file, /`homelab (\w+)/g, verbNames)).toEqual([]);
});

test("the picture in the README is the computed one", () => {
  expect(read("README.md")).toContain("](docs/generated/homelab.svg)");
});

describe("what the README shows is what the tests use", () => {
  const blocks = [...read("README.md").matchAll(/^```(?:ts|yaml)\n([\s\S]*?)^```$/gm)].map(([, block]) => block);

  test("its smallest homelab.yaml", () => {
    expect(blocks).toContain(read("__tests__/sites/minimal.yaml"));
  });

  test("its app", () => {
    const example = read("docs/examples/local/mealie.ts");
    // The user's directory is beside homelab.yaml in the project's root.
    expect(blocks).toContain(example.replace('"../../../homelab"', '"../homelab"'));
  });

  test("its error", () => {
    const directory = mkdtempSync(join(tmpdir(), "homelab-"));
    const file = join(directory, "homelab.yaml");
    writeFileSync(
      file,
      read("__tests__/sites/shipped.yaml").replace(/^guests:$/m, "guests:\n  postgre:\n    memory: 4GB"),
    );
    const lines = errorOf(file).replaceAll(file, "homelab.yaml").split("\n").slice(0, 3);
    rmSync(directory, { recursive: true });
    expect(read("README.md")).toContain(lines.map((line) => `  ${line}\n`).join(""));
  });
});

test("every decision is listed", () => {
  const index = read("docs/decisions/README.md");
  const records = readdirSync(join(root, "docs/decisions")).filter((name) => name !== "README.md");
  expect(records.filter((name) => !index.includes(`(${name})`))).toEqual([]);
});

describe("the table of what goes wrong", () => {
  /** Messages of other programs: cdktf, Terraform, its providers, SSH, Proxmox VE, Traefik. */
  const ofOthers = [
    'run "cdktf get"',
    "execvp(3) failed",
    "terraform init failed with exit code 1",
    "The following dependencies are not included in the stacks to run",
    "401",
    "no authentication",
    "invalid token",
    "403 Permission check failed",
    "unable to authenticate user ... over SSH",
    "knownhosts: key mismatch",
    "storage 'local' does not support content type ...",
    "unsupported debian version",
    "Existing rules detected",
    "Host key verification failed",
    "can't lock file ... got timeout",
    "Error acquiring the state lock",
    "404 page not found",
    "500",
    "502",
  ];
  const notMessages = ["homelab.yaml:<line>", "host", "apps"];
  const rows = /## When something goes wrong\n([\s\S]*?)\n## /.exec(read("README.md"))?.[1]?.split("\n") ?? [];
  const quoted = rows.flatMap((row) =>
    [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text),
  );
  const sources = ["bindings", "cli", "homelab", "provision", "templates"]
    .flatMap((room) => readdirSync(join(root, room), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));

  test.each(quoted.filter((text) => !ofOthers.includes(text) && !notMessages.includes(text)))(
    "quotes what this project prints: %s",
    (text) => expect(sources.some((source) => source.includes(text))).toBe(true),
  );

  test("quotes nothing of others that it does not list", () => {
    expect(quoted).toEqual(expect.arrayContaining(ofOthers));
  });
});
