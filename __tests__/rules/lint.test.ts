import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Files that break exactly one rule each: path, text, rule. Imports need not resolve. */
const wrong: readonly (readonly [file: string, text: string, rule: string])[] = [
  ["homelab/values/up.ts", `import { a } from "../site";\na();\n`, "rooms/direction"],
  ["homelab/site/up.ts", `export { a } from "../model/guest";\n`, "rooms/direction"],
  ["homelab/model/up.ts", `import type { A } from "../contracts";\nexport type B = A;\n`, "rooms/direction"],
  ["homelab/contracts/up.ts", `export * from "../derive/flows";\n`, "rooms/direction"],
  ["homelab/derive/reach/up.ts", `import { a } from "../../catalog/guests";\na();\n`, "rooms/direction"],
  ["homelab/catalog/bundle.ts", `import { a } from "../bundle";\na();\n`, "rooms/direction"],
  ["homelab/catalog/load.ts", `import { a } from "../load";\na();\n`, "rooms/direction"],
  ["homelab/bundle/catalog.ts", `import { a } from "../catalog";\na();\n`, "rooms/direction"],
  ["homelab/model/stacks.ts", `import { a } from "../../stacks";\na();\n`, "rooms/direction"],
  ["homelab/model/lazy.ts", `export const later = () => import("../derive");\n`, "rooms/direction"],
  ["homelab/model/unknown.ts", `import { a } from "../elsewhere";\na();\n`, "rooms/direction"],
  ["homelab/derive/reach/entry.ts", `import { a } from "../..";\na();\n`, "rooms/direction"],
  [
    "homelab/derive/reach/tests.ts",
    `import { a } from "../../../__tests__/support/values";\na();\n`,
    "rooms/direction",
  ],
  ["local/model.ts", `import { a } from "../homelab/model";\na();\n`, "rooms/direction"],
  ["constructs/model.ts", `import type { A } from "../homelab/model";\nexport type B = A;\n`, "rooms/direction"],
  ["constructs/values.ts", `import type { A } from "../homelab/values/ipv4";\nexport type B = A;\n`, "rooms/direction"],
  ["stacks/catalog.ts", `import { a } from "../homelab/catalog";\na();\n`, "rooms/direction"],
  ["stacks/cli.ts", `import { a } from "../cli/io";\na();\n`, "rooms/direction"],
  ["stacks/gen.ts", `import { a } from "../.gen/providers/proxmox/acl";\na();\n`, "rooms/direction"],
  ["provision/stacks.ts", `import { a } from "../stacks";\na();\n`, "rooms/direction"],
  // New directories and loose files are in no room, and no room may import them.
  ["homelab/derive/watch/a.ts", `import { a } from "../firewall";\na();\n`, "rooms/known"],
  ["homelab/derive/loose.ts", `export const a = 1;\n`, "rooms/known"],
  ["homelab/notify/a.ts", `import { a } from "../catalog";\na();\n`, "rooms/known"],
  ["homelab/loose.ts", `export const a = 1;\n`, "rooms/known"],
  ["newcomer/a.ts", `import { a } from "../cli/io";\na();\n`, "rooms/known"],
  ["loose.ts", `export const a = 1;\n`, "rooms/known"],
  ["homelab/derive/index.ts", `export * from "./watch";\n`, "rooms/direction"],
  ["homelab/load.ts", `import { a } from "./notify";\na();\n`, "rooms/direction"],
  ["homelab/model/equals.ts", `import a = require("../derive");\na();\n`, "rooms/plain"],
  ["cli/equals.ts", `import a = require("../homelab/model");\na();\n`, "rooms/plain"],
  ["homelab/model/computed.ts", `export const later = (path: string) => import(path);\n`, "rooms/plain"],
  ["homelab/model/template.ts", "export const later = () => import(`../derive`);\n", "rooms/plain"],
  ["scripts/tests.ts", `import { a } from "../__tests__/support/values";\na();\n`, "rooms/direction"],
  ["stacks/provider.ts", `import { a } from "@cdktf/provider-docker/lib/container";\na();\n`, "rooms/ownership"],
  ["homelab/derive/reach/cdktf.ts", `import { Fn } from "cdktf";\nFn.abs(1);\n`, "rooms/ownership"],
  ["constructs/genBarrel.ts", `import { a } from "../.gen/providers/proxmox";\na();\n`, "rooms/barrel"],
  ["constructs/lazyBarrel.ts", `import { a } from "../.gen/providers/proxmox/lazy-index";\na();\n`, "rooms/barrel"],
  ["constructs/packageBarrel.ts", `import { a } from "@cdktf/provider-docker";\na();\n`, "rooms/barrel"],
  ["homelab/catalog/apps/n8n.ts", `import { a } from "../databases/postgres";\na();\n`, "rooms/catalog"],
  ["homelab/catalog/apps/plex.ts", `import { a } from "./n8n";\na();\n`, "rooms/catalog"],
  [
    "homelab/model/files.ts",
    `import { readFileSync } from "node:fs";\nreadFileSync("a");\n`,
    "import/no-nodejs-modules",
  ],
  ["homelab/model/oldFiles.ts", `import { readFileSync } from "fs";\nreadFileSync("a");\n`, "import/no-nodejs-modules"],
  [
    "constructs/exec.ts",
    `import { execSync } from "node:child_process";\nexecSync("a");\n`,
    "import/no-nodejs-modules",
  ],
  [
    "homelab/derive/reach/random.ts",
    `import { createHash, randomUUID } from "node:crypto";\ncreateHash(randomUUID());\n`,
    "eslint/no-restricted-imports",
  ],
  [
    "homelab/derive/reach/allOfCrypto.ts",
    `import * as crypto from "node:crypto";\ncrypto.randomUUID();\n`,
    "eslint/no-restricted-imports",
  ],
  ["homelab/derive/reach/lazyCrypto.ts", `export const later = () => import("node:crypto");\n`, "rooms/named"],
  [
    "homelab/derive/reach/oldCrypto.ts",
    `import { createHash } from "crypto";\ncreateHash("sha256");\n`,
    "import/no-nodejs-modules",
  ],
  ["homelab/derive/reach/env.ts", `export const home = process.env["HOME"];\n`, "eslint/no-restricted-globals"],
  ["stacks/clock.ts", `export const now = Date.now();\n`, "eslint/no-restricted-globals"],
  ["homelab/bundle/uuid.ts", `export const id = crypto.randomUUID();\n`, "eslint/no-restricted-globals"],
  ["homelab/model/dice.ts", `export const dice = Math.random();\n`, "eslint/no-restricted-properties"],
  [
    "homelab/model/sort.ts",
    `export const order = (a: string, b: string) => a.localeCompare(b);\n`,
    "eslint/no-restricted-properties",
  ],
  ...["mock", "doMock", "isolateModules"].map(
    (name) => [`__tests__/${name}.test.ts`, `jest.${name}("../cli/io");\n`, "jest/no-restricted-jest-methods"] as const,
  ),
  ["__tests__/resetModules.test.ts", `jest.resetModules();\n`, "jest/no-restricted-jest-methods"],
  ["homelab/model/any.ts", `export const a: any = 1;\n`, "typescript/no-explicit-any"],
  ["homelab/model/leak.ts", `export const a: number = JSON.parse("1");\n`, "typescript/no-unsafe-assignment"],
  ["cli/floating.ts", `async function a() {\n  await Promise.resolve();\n}\na();\n`, "typescript/no-floating-promises"],
  ["homelab/model/default.ts", `export default 1;\n`, "import/no-default-export"],
  ["homelab/model/ring.ts", `import type { A } from "./service";\nexport type B = A;\n`, "import/no-cycle"],
  ["homelab/model/long.ts", "export const a = 1;\n".replace("1", `[\n${"  1,\n".repeat(260)}]`), "eslint/max-lines"],
  [
    "homelab/model/longFunction.ts",
    `export function a() {\n${"  a();\n".repeat(61)}}\n`,
    "eslint/max-lines-per-function",
  ],
];

/** The same imports and calls in rooms where they are allowed. */
const right: readonly (readonly [file: string, text: string])[] = [
  [
    "homelab/model/down.ts",
    `import { a } from "../site";\nimport { b } from "../values/ipv4";\nimport { c } from "./guest";\na(b, c);\n`,
  ],
  ["homelab/derive/reach/down.ts", `import { a } from "../../contracts";\na();\n`],
  [
    "homelab/catalog/down.ts",
    `import { a } from "./guests";\nimport { b } from "../derive";\nimport { c } from "../versions";\na(b, c);\n`,
  ],
  ["homelab/catalog/apps/loki.ts", `import { a } from "../support/telemetry";\na();\n`],
  ["homelab/catalog/apps/gitea.ts", `import { a } from "../guests";\nimport { b } from "../../contracts";\na(b);\n`],
  ["homelab/catalog/index.ts", `import { a } from "./apps/n8n";\na();\n`],
  [
    "constructs/own.ts",
    `import { a } from "../.gen/providers/proxmox/acl";\nimport { b } from "@cdktf/provider-docker/lib/container";\na(b);\n`,
  ],
  [
    "stacks/own.ts",
    `import { TerraformStack } from "cdktf";\nimport { a } from "../constructs";\nimport { b } from "../homelab/derive";\na(b, TerraformStack);\n`,
  ],
  [
    "homelab/bundle/digest.ts",
    `import { createHash } from "node:crypto";\nexport const a = createHash("sha256").update("a").digest("hex");\n`,
  ],
  ["provision/random.ts", `import { randomBytes } from "node:crypto";\nrandomBytes(8);\n`],
  ["homelab/templates.ts", `import { readFileSync } from "node:fs";\nreadFileSync("a");\n`],
  ["homelab/catalog/apps/wiki.ts", `import { a } from "../../templates";\na();\n`],
  ["homelab/site/read.ts", `import { readFileSync } from "node:fs";\nreadFileSync("a");\n`],
  ["scripts/env.ts", `export const home = process.env["HOME"];\n`],
  ["cli/clock.ts", `export const now = Date.now();\n`],
  ["__tests__/support/own.ts", `import { a } from "../../homelab";\na();\n`],
  // Part of a cycle of types that is an error in the other file only.
  ["homelab/model/service.ts", `import type { B } from "./ring";\nexport type A = B[];\n`],
  ["homelab/index.ts", `export { a } from "./derive";\n`],
  ["local/notes.ts", `import { a } from "../homelab";\nimport { b } from "./paper/contract";\na(b);\n`],
  ["local/index.ts", `import { a } from "../homelab/index";\na();\n`],
  ["cli/later.ts", `export const later = () => import("../lab/run");\n`],
  ["main.ts", `import { run } from "./cli/run";\nrun();\n`],
];

interface Report {
  readonly diagnostics: readonly { readonly filename: string; readonly code: string }[];
}

const root = join(__dirname, "../..");
let found: ReadonlyMap<string, readonly string[]>;

/** Turns `eslint(no-var)` and `rooms(direction)` into `eslint/no-var` and `rooms/direction`. */
const ruleName = (code: string): string => code.replace("(", "/").replace(")", "");

/** Lints a directory that contains only the files above, with the project's settings. */
function lintFiles(directory: string): ReadonlyMap<string, readonly string[]> {
  for (const file of [".oxlintrc.json", "tsconfig.json", ".ci/lint"]) {
    cpSync(join(root, file), join(directory, file), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  for (const [file, text] of [...wrong, ...right]) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  // Each file by name, because a walk would follow the link into node_modules.
  const files = [...wrong, ...right].map(([file]) => file);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["node_modules/oxlint/bin/oxlint", "--format=json", ...files],
    {
      cwd: directory,
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  if (!stdout.startsWith("{")) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as Report;
  const rules = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) rules.set(filename, [...(rules.get(filename) ?? []), ruleName(code)]);
  return rules;
}

beforeAll(() => {
  const directory = mkdtempSync(join(tmpdir(), "homelab-lint-"));
  try {
    found = lintFiles(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.each(wrong)("%s is refused", (file, _text, rule) => {
  expect(found.get(file)).toContain(rule);
});

test.each(right)("%s is accepted", (file) => {
  const ours = /^(rooms|import)\/|no-restricted/;
  expect(found.get(file)?.filter((rule) => ours.test(rule)) ?? []).toEqual([]);
});
