/**
 * Lint rules that keep the rooms of the project apart (ARCHITECTURE.md). One table lists the rooms that each room may
 * import. It forbids every other import, and a TypeScript file in no room of the table is an error: a new room starts
 * closed.
 *
 * Written against ESLint's rule interface, which oxlint's `jsPlugins` share.
 */
import { dirname, posix, relative, sep } from "node:path";

const below = ["versions", "values", "templates", "site", "model", "contracts"].map((room) => `homelab/${room}`);

/** Rooms of views, each with the other rooms of views that it may import. */
const views = {
  reach: [],
  web: ["reach"],
  machine: ["reach", "web"],
  firewall: ["reach", "machine"],
  access: ["web"],
};
const derive = ["homelab/derive", ...Object.keys(views).map((room) => `homelab/derive/${room}`)];
const chain = [...below, ...derive];
const heart = [
  ...chain,
  "homelab/bundle",
  "homelab/checks",
  "homelab/catalog",
  "homelab/local-catalog",
  "homelab/load",
];
const everything = [
  ...heart,
  "homelab",
  "bindings",
  "constructs",
  "stacks",
  "provision",
  "lab",
  "scripts",
  "cli",
  "main",
];

/** Room -> the other rooms that its files may import. */
const imports = {
  ...Object.fromEntries(below.map((room, index) => [room, below.slice(0, index)])),
  ...Object.fromEntries(
    Object.entries(views).map(([room, others]) => [
      `homelab/derive/${room}`,
      [...below, ...others.map((other) => `homelab/derive/${other}`)],
    ]),
  ),
  "homelab/derive": chain,
  "homelab/catalog": chain,
  "homelab/bundle": chain,
  "homelab/checks": [...chain, "homelab/bundle"],
  "homelab/local-catalog": heart,
  "homelab/load": heart,
  // What the user's own catalog files import (homelab/index.ts).
  homelab: heart,
  bindings: ["homelab/values"],
  constructs: [],
  stacks: [...chain, "homelab/bundle", "constructs"],
  provision: heart,
  lab: [...heart, "provision"],
  cli: [...heart, "bindings", "constructs", "stacks", "provision", "lab"],
  scripts: everything,
  main: ["cli"],
  // A user's catalog files, as examples: they import what a user may import.
  "docs/examples": ["homelab"],
  local: ["homelab"],
  __tests__: [...everything, "docs/examples"],
};

/** Packages that only some rooms may import. */
const packages = [
  { name: /^(cdktf|constructs)(\/|$)/, rooms: ["constructs", "stacks", "cli", "scripts", "__tests__"] },
  { name: /^@cdktf\/provider-/, rooms: ["constructs"] },
];

/** An index that loads every resource type of a provider: seconds of start-up for a few classes. */
const barrels = [/^@cdktf\/provider-[\w-]+(\/lib(\/index)?)?$/, /\.gen\/providers\/[\w-]+(\/(lazy-)?index)?$/];

const names = Object.keys(imports).sort((a, b) => b.length - a.length);
/** Rooms of one index each; the directories below them are rooms of their own. */
const indexes = ["homelab", "homelab/derive"];
const isIn = (room, file) =>
  file === room || (indexes.includes(room) ? file === `${room}/index` : file.startsWith(`${room}/`));
const roomOf = (file) => names.find((room) => isIn(room, file));

/** The path of the linted file from the root of the project, with `/` and without its ending. */
const pathOf = (context) =>
  relative(context.cwd, context.filename)
    .split(sep)
    .join("/")
    .replace(/\.\w+$/, "");

/** Visits each module specifier of a file. The rule `plain` refuses the forms of import that do not appear here. */
function onImports(visit) {
  const source = (node) => node.source?.type === "Literal" && visit(node.source, node.source.value);
  return {
    ImportDeclaration: source,
    ExportNamedDeclaration: source,
    ExportAllDeclaration: source,
    ImportExpression: source,
    TSImportType: source,
    CallExpression: (node) => {
      const [argument] = node.arguments;
      if (node.callee.name === "require" && argument?.type === "Literal") visit(argument, argument.value);
    },
  };
}

/** A rule from `check(from, specifier, to)`, which returns the problem, if any. Paths are POSIX, without extension. */
function importRule(description, check) {
  return {
    meta: { type: "problem", docs: { description } },
    create(context) {
      const from = pathOf(context);
      return onImports((node, specifier) => {
        const to = specifier.startsWith(".") ? posix.join(dirname(from), specifier) : undefined;
        const message = check(from, specifier, to);
        if (message) context.report({ node, message });
      });
    },
  };
}

const direction = importRule("Rooms import each other in one direction.", (from, specifier, to) => {
  const room = roomOf(from);
  if (to === undefined || room === undefined) return undefined;
  if (to.startsWith(".gen/"))
    return room === "constructs" ? undefined : "Only constructs/ may import the generated bindings. Add a construct.";
  const target = roomOf(to);
  if (target === room || imports[room].includes(target)) return undefined;
  const allowed = imports[room].join(", ") || "no other room";
  const fix = "Move what both need to a room that both may import.";
  return `${room} may not import ${target ?? to}. It may import: ${allowed}. ${fix}`;
});

const ownership = importRule("Only some rooms may import these packages.", (from, specifier, to) => {
  const room = roomOf(from);
  const owner = to === undefined && packages.find(({ name }) => name.test(specifier));
  if (!owner || room === undefined || owner.rooms.includes(room)) return undefined;
  return `${room} may not import ${specifier}: only these rooms may: ${owner.rooms.join(", ")}.`;
});

const barrel = importRule("Import one module of a provider for each resource type.", (_, specifier) =>
  barrels.some((pattern) => pattern.test(specifier))
    ? `${specifier} loads every resource type of the provider. Import one module, for instance @cdktf/provider-docker/lib/container.`
    : undefined,
);

const catalog = importRule("Catalog files do not import each other.", (from, _, to) => {
  const outside = !from.startsWith("homelab/catalog/") || !to?.startsWith("homelab/catalog");
  // A service with much to render has a directory of the same name beside its file.
  const own =
    to?.startsWith(`${from}/`) || (from.split("/").length > 4 && posix.dirname(from) === posix.dirname(to ?? ""));
  const shared = to === "homelab/catalog/guests" || to?.startsWith("homelab/catalog/support");
  if (outside || own || shared || posix.basename(from) === "index") return undefined;
  return "A catalog file may import only guests and support/, not another service. Connect services by a contract.";
});

/** `no-restricted-imports` limits what a pure room imports from node:crypto, but it ignores `import()`. */
const named = {
  meta: { type: "problem", docs: { description: "Import node:crypto by name, not by import()." } },
  create: (context) => ({
    ImportExpression: (node) => {
      if (node.source.value !== "node:crypto") return;
      context.report({ node, message: "Import the names that you need from node:crypto at the top of the file." });
    },
  }),
};

/** A file that the table does not know could import anything. */
const known = {
  meta: { type: "problem", docs: { description: "Each TypeScript file is in a room." } },
  create: (context) => ({
    Program: (node) => {
      if (!context.filename.endsWith(".ts") || roomOf(pathOf(context)) !== undefined) return;
      const message = `${pathOf(context)} is in no room. Move it to one, or add a room to the table in .ci/lint/rooms.mjs.`;
      context.report({ node, message });
    },
  }),
};

/** Forms of imports that the other rules cannot read. */
const plain = {
  meta: { type: "problem", docs: { description: "An import says by a literal what it imports." } },
  create: (context) => ({
    TSImportEqualsDeclaration: (node) => {
      if (node.moduleReference.type !== "TSExternalModuleReference") return;
      context.report({ node, message: 'Write `import x from "..."` or `import * as x from "..."` instead.' });
    },
    ImportExpression: (node) => {
      if (typeof node.source.value === "string") return;
      context.report({ node, message: "Import a literal path: lint cannot see where a computed one leads." });
    },
  }),
};

export default { meta: { name: "rooms" }, rules: { direction, ownership, barrel, catalog, named, known, plain } };
