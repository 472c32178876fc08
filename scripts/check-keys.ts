import { readFileSync } from "node:fs";
import { parse } from "yaml";
import adguard from "./adguard-config.json";
import { unknownIn, type Shape } from "./known-keys";
import netbird from "./netbird-config.json";
import traefik from "./traefik-config.json";

/**
 * `check-keys.ts <what> <file>` says which keys of a file its program does not know, or not there: such keys are ignored
 * without a word. What is known was read from the structs of the version that stands at the head of each list; a test says
 * when another one runs. To read them anew:
 *
 * - Traefik: pkg/config/static and pkg/config/dynamic; of providers, middlewares and the like only those in use here.
 * - AdGuard Home: what it writes itself, the fields of `configuration` in internal/home/config.go; of the keys that it
 *   leaves out when they are empty only `tls.override_tls_ciphers`.
 * - Netbird: combined/cmd/config.go.
 */
const shapes: Readonly<Record<string, Shape>> = {
  "traefik-static": traefik.static,
  "traefik-dynamic": traefik.dynamic,
  adguard: adguard.keys,
  netbird: netbird.keys,
};

const [what = "", file = ""] = process.argv.slice(2);
const shape = shapes[what];
if (shape === undefined) throw new Error(`Usage: check-keys.ts ${Object.keys(shapes).join("|")} <file>`);
const unknown = unknownIn(parse(readFileSync(file, "utf8")), shape);
for (const each of unknown) process.stderr.write(`${each}\n`);
process.exitCode = unknown.length === 0 ? 0 : 1;
