/**
 * Lint rules that keep the rooms of the project apart (ARCHITECTURE.md). One table says who may import whom; a room that
 * a line does not name may not be imported from there, and a TypeScript file in no room of the table is an error, so a new
 * room starts closed.
 *
 * Written against ESLint's rule interface, which oxlint's `jsPlugins` share.
 */
import { dirname, posix, relative, sep } from "node:path";

const below = ["versions", "values", "templates", "site", "model", "contracts"].map((room) => `homelab/${room}`);

/** Rooms of views, each with the other ones that it may read. */
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

/** Room -> the rooms that its files may import, besides their own. */
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
  // What a user writes, with what a user may import.
  "docs/examples": ["homelab"],
  local: ["homelab"],
  __tests__: [...everything, "docs/examples"],
};

/** Packages that belong to some rooms only. */
const packages = [
  { name: /^(cdktf|constructs)(\/|$)/, rooms: ["constructs", "stacks", "cli", "scripts", "__tests__"] },
  { name: /^@cdktf\/provider-/, rooms: ["constructs"] },
];

/** An index that pulls in every resource type of a provider: seconds of start-up for a handful of classes. */
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

/** Each module specifier of a file, however it is imported; `plain` refuses the forms that do not appear here. */
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

/** A rule from `check(from, specifier, to)`, which returns a sentence when the import is wrong; paths are POSIX, extensionless. */
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
    return room === "constructs" ? undefined : "Only constructs/ import the generated bindings; add a construct.";
  const target = roomOf(to);
  if (target === room || imports[room].includes(target)) return undefined;
  const allowed = imports[room].join(", ") || "no other room";
  return `${room} may not import ${target ?? to}. It may import: ${allowed}. Move what both need to the room below.`;
});

const ownership = importRule("Some packages belong to some rooms.", (from, specifier, to) => {
  const room = roomOf(from);
  const owner = to === undefined && packages.find(({ name }) => name.test(specifier));
  if (!owner || room === undefined || owner.rooms.includes(room)) return undefined;
  return `${room} may not import ${specifier}: it belongs to ${owner.rooms.join(", ")}.`;
});

const barrel = importRule("Providers are imported by resource type.", (_, specifier) =>
  barrels.some((pattern) => pattern.test(specifier))
    ? `${specifier} loads every resource type of the provider. Import the one module, for instance @cdktf/provider-docker/lib/container.`
    : undefined,
);

const catalog = importRule("Catalog files do not know each other.", (from, _, to) => {
  const outside = !from.startsWith("homelab/catalog/") || !to?.startsWith("homelab/catalog");
  // A service with much to render has a directory of its name beside its file.
  const own =
    to?.startsWith(`${from}/`) || (from.split("/").length > 4 && posix.dirname(from) === posix.dirname(to ?? ""));
  const shared = to === "homelab/catalog/guests" || to?.startsWith("homelab/catalog/support");
  if (outside || own || shared || posix.basename(from) === "index") return undefined;
  return "A catalog file imports no other service, only guests and support/: connect services by a contract.";
});

/** `no-restricted-imports` says which names of node:crypto a pure room may have, and does not see `import()`. */
const named = {
  meta: { type: "problem", docs: { description: "What is allowed by name is imported by name." } },
  create: (context) => ({
    ImportExpression: (node) => {
      if (node.source.value !== "node:crypto") return;
      context.report({ node, message: "Import what you need of node:crypto by name, at the top of the file." });
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
