import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { unknownIn } from "./known-keys";
import known from "./traefik-config.json";

/**
 * `check-traefik.ts static|dynamic <file>` says which keys of a file Traefik does not know, or not there. What it knows is read
 * from the structs of traefik/traefik v3.7.13, pkg/config/static and pkg/config/dynamic; of providers, middlewares and the
 * like only those that are used here. Traefik ignores a key of the dynamic files that it does not know, and all of a file
 * whose values it cannot read.
 */
const [part = "", file = ""] = process.argv.slice(2);
if (part !== "static" && part !== "dynamic") throw new Error("Usage: check-traefik.ts static|dynamic <file>");
const unknown = unknownIn(parse(readFileSync(file, "utf8")), known[part]);
for (const each of unknown) process.stderr.write(`${each}\n`);
process.exitCode = unknown.length === 0 ? 0 : 1;
