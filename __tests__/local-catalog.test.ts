import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as published from "../homelab";
import { extend, guests, none, service, tcp, type StatedOperations } from "../homelab";
import { loadHomelab } from "../homelab/load";
import { InvalidSite } from "../homelab/site";

const root = join(__dirname, "..");
const minimal = readFileSync(join(__dirname, "sites", "minimal.yaml"), "utf8");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "homelab-local-"));
  mkdirSync(join(directory, "local"));
  writeFileSync(join(directory, "homelab.yaml"), `${minimal}local: local\n`);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Writes files below `local`; `@` is replaced by the path of this project. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, "local", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replaceAll('"@', `"${root}`));
  }
}

/** All problems, errors and warnings: `<severity> <rule> <file>:<line> <message>`. */
function reported(): readonly string[] {
  const problems = (() => {
    try {
      return loadHomelab(join(directory, "homelab.yaml")).warnings;
    } catch (error) {
      if (error instanceof InvalidSite) return error.problems;
      throw error;
    }
  })();
  return problems.map(
    ({ severity = "error", rule, file, position, message }) =>
      `${severity} ${rule} ${file ?? "homelab.yaml"}:${position?.line ?? ""} ${message}`,
  );
}

const lab = () => loadHomelab(join(directory, "homelab.yaml")).lab;

const notes = (name: string, more = ""): string => `service({
  name: "${name}", title: "Notes", description: "Notes.", on: guests.docker, operations: none("a test"),${more}
})`;
const imports = 'import { extend, guests, none, postgres, service, tcp, use } from "@/homelab";\n';

test("what catalog files can import changes only on purpose, because files of users depend on it", () => {
  expect(Object.keys(published).sort().join(" ")).toMatchInlineSnapshot(
    `"addressOn appUid byCurl byNode byWget caFile certificates content contentOf dns docker dockerSocket extend external firstNode flows forward fqdn generated groupBy guests inForm inRole internalCa isDebian isManaged issued joinedContents joinedParts keyedApi ldap leafOf linuxserver machineLabel media mongodb nameOf networkOf nfs none notify offer oidc oidcSettings onNode onNodes open optional own podman podmanKernel podmanQuicKernel podmanUnit portOf postgres proxmox publicHost quicKernel readingSecrets redis registryToken resolversOf s3 saltFor sandbox secretFile secretForm service shareOf signOnUrl smtp startsAsRoot tcp telegramBotToken telemetry udp unprivileged urlOf use webApi"`,
  );
});

test("what the page about local catalogs names can be imported", () => {
  const page = readFileSync(join(root, "docs", "local-catalog.md"), "utf8");
  const table = /## What you can import\n([^#]*)/.exec(page)?.[1] ?? "";
  const names = table.split("\n").filter((line) => line.startsWith("| ") && !line.includes("types `"));
  const functions = names.flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
  expect(functions.length).toBeGreaterThan(40);
  expect(functions.filter((name) => name !== "get" && !(name in published))).toEqual([]);
});

test("contracts, functions and types may be in separate files and in subdirectories", () => {
  write({
    "paper/contract.ts": `${imports}
      export const contract = { name: "paper", port: "paper", settings: ({ address }) => ({ address }) };
      export const sheets = (count: number) => use(contract, { count });`,
    "paper/types.ts": "export interface Sheet { readonly lines: number }",
    "paper/mill.ts": `${imports}import { contract } from "./contract";
      export const mill = ${notes("mill", "ports: { paper: tcp(8997) }, provides: [contract]")};`,
    "writer.ts": `${imports}import { sheets } from "./paper/contract";
      export const writer = ${notes("writer", "app: { subnet: 201 }, uses: { paper: sheets(3) }")};`,
  });
  expect(reported()).toEqual([]);
  expect(
    lab()
      .connections.filter(({ key }) => key === "paper")
      .map(({ provider }) => provider.id),
  ).toEqual(["mill"]);
});

test("what an index re-exports counts once, and its place is the file that defines it", () => {
  write({
    "index.ts": `export * from "./pages"; export * as all from "./pages"; export { default } from "./z/text";`,
    "pages.ts": `${imports}\nexport const pages = ${notes("pages")};`,
    "a.ts": `export { pages } from "./pages";`,
    "z/text.ts": `${imports}\n\nexport default ${notes("text")};`,
    "z/index.ts": `export { default as text } from "./text";`,
  });
  expect(reported()).toEqual([]);
  expect([...lab().services.values()].flatMap(({ name, source }) => (source ? [[name, source]] : []))).toEqual([
    ["pages", { file: "local/pages.ts", position: { line: 4, column: 3 } }],
    ["text", { file: "local/z/text.ts", position: { line: 5, column: 3 } }],
  ]);
});

test("services may be exported in a list or record, and files may re-export shipped guests", () => {
  write({
    "many.ts": `${imports}
      export { guests };
      export const list = ["one", "two"].map((name, index) =>
        service({ ...${notes("one")}, name, title: name }));
      export const record = { three: ${notes("three")} };`,
  });
  expect(reported()).toEqual([]);
  expect([...lab().services.keys()]).toEqual(expect.arrayContaining(["one", "two", "three"]));
});

test("tests, declarations, packages and names that begin with a dot are not catalog files", () => {
  const broken = 'throw new Error("not to be loaded");\nexport {};';
  write({
    "notes.ts": `${imports}export const own = ${notes("notes")};`,
    "notes.test.ts": broken,
    "notes.d.ts": broken,
    "node_modules/other/index.ts": broken,
    ".git/hook.ts": broken,
    "README.md": "Mine.",
  });
  symlinkSync("..", join(directory, "local", "loop"));
  expect(reported()).toEqual([]);
});

test.each(["js", "mjs", "cjs", "mts", "tsx"])("a .%s file is ignored, with a warning", (ending) => {
  write({
    "notes.ts": `${imports}export const own = ${notes("notes")};`,
    [`pages.${ending}`]: 'throw new Error("not to be loaded");',
  });
  expect(reported()).toEqual([
    `warning local-file local/pages.${ending}:1 The file is ignored: the name of a catalog file ends in .ts.`,
  ]);
});

test.each([
  ["is empty", {}],
  ["contains only files that are not read", { "notes.test.ts": "export {};" }],
  ["declares nothing", { "helpers.ts": "export const twice = (n: number) => 2 * n;" }],
])("a directory that %s causes a warning", (_, files) => {
  write(files);
  expect(reported()).toEqual([
    "warning local-directory homelab.yaml: No file in local exports a service, a guest or an extension.",
  ]);
});

test("an error is reported once, in the file that throws it, even if others import that file", () => {
  write({
    "a.ts": `import { twice } from "./helpers";\nexport const four = twice(2);`,
    "helpers.ts": `export const twice = (n: number) => 2 * n;\n\nthrow new Error("no more");`,
  });
  expect(reported()).toEqual(["error local-file local/helpers.ts:3 The file cannot be loaded: no more"]);
});

test("the warning about a file that is not read appears beside the error that follows from it", () => {
  write({
    "notes.ts": `${imports}export const own = ${notes("notes", 'uses: { paper: use({ name: "paper" }, {}) }')};`,
    "paper.js": "",
  });
  expect(reported()).toEqual([
    "warning local-file local/paper.js:1 The file is ignored: the name of a catalog file ends in .ts.",
    expect.stringMatching(/^error unknown-provider /) as string,
  ]);
});

describe("an extension", () => {
  const extension = (service: string): string =>
    `${imports}export const more = extend(${service}, { uses: { extra: postgres.database("extra") } });`;

  test("adds a Use to a shipped service, after the Uses that it has", () => {
    write({ "more.ts": extension('"n8n"') });
    expect(reported()).toEqual([]);
    const keys = lab()
      .connections.filter(({ client }) => client.id === "n8n")
      .map(({ key, provider }) => `${key} ${provider.id}`);
    expect(keys[0]).toBe("db postgres");
    expect(keys.at(-1)).toBe("extra postgres");
  });

  test("may take one of the user's own services instead of its name", () => {
    write({
      "notes.ts": `${imports}export const notes = ${notes("notes", "app: { subnet: 201 }")};`,
      "more.ts": `import { notes } from "./notes";\n${extension("notes")}`,
    });
    expect(reported()).toEqual([]);
    expect(lab().connections.map(({ client, key }) => `${client.id}.${key}`)).toContain("notes.extra");
  });

  test("has no effect on an app that is switched off", () => {
    writeFileSync(join(directory, "homelab.yaml"), `${minimal}local: local\napps: { tdarr: false }\n`);
    write({ "more.ts": extension('"tdarr"') });
    expect(reported().filter((line) => line.startsWith("error"))).toEqual([]);
    expect(lab().connections.filter(({ key }) => key === "extra")).toEqual([]);
  });
});

test("an extension of a guest is a type error, because a service may have the same name", () => {
  // @ts-expect-error A guest has no Uses.
  expect(extend(guests.postgres, { uses: {} }).extends).toBe("postgres");
});

describe("operations that `none` leaves out together", () => {
  const on = { name: "notes", title: "Notes", description: "Notes.", on: guests.docker, ports: { http: tcp(8999) } };

  test("have the same reason in each part", () => {
    const { operations } = service({ ...on, operations: none("it only exists here") });
    const parts = ["metrics", "logs", "health", "alerts", "backup", "uptime", "tile"];
    expect(operations).toEqual(Object.fromEntries(parts.map((part) => [part, { none: "it only exists here" }])));
  });

  test("are the only short form: the compiler refuses missing or additional parts, and an unknown port", () => {
    // @ts-expect-error Six parts are missing.
    const some: StatedOperations<"http"> = { logs: none("a test") };
    // @ts-expect-error A reason for all parts excludes parts.
    const both: StatedOperations<"http"> = { none: "a test", logs: none("a test") };
    const rest = service({ ...on, operations: none("a test") }).operations as StatedOperations<never>;
    // @ts-expect-error There is no port htp.
    const port: StatedOperations<"http"> = { ...rest, health: { port: "htp" } };
    expect([some, both, port]).toHaveLength(3);
  });
});
