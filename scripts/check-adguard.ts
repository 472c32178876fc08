import { readFileSync } from "node:fs";
import { parse } from "yaml";
import known from "./adguard-config.json";
import { unknownIn } from "./known-keys";

/**
 * `check-adguard.ts <file>` says which keys of its settings AdGuard Home does not know: it drops them without a word. What it
 * knows is all that version 0.107.79 (schema 34) writes itself, which are the fields of `configuration` in its
 * internal/home/config.go; of the keys that it leaves out when they are empty only `tls.override_tls_ciphers` is here.
 */
const [file = ""] = process.argv.slice(2);
const unknown = unknownIn(parse(readFileSync(file, "utf8")), known);
for (const each of unknown) process.stderr.write(`${each}\n`);
process.exitCode = unknown.length === 0 ? 0 : 1;
