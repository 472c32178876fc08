import { readFileSync } from "node:fs";
import { parse } from "yaml";
import adguard from "./adguard-config.json";
import { unknownIn, type Shape } from "./known-keys";
import netbird from "./netbird-config.json";
import traefik from "./traefik-config.json";

/**
 * `check-keys.ts <what> <file>` prints the keys of a file that its program does not know, or does not know at that
 * place: programs ignore such keys silently. The known keys were read from the structs of the version at the head of
 * each list; a test fails when another version is deployed. To read them again:
 *
 * - Traefik: pkg/config/static and pkg/config/dynamic; only the providers, middlewares and the like that are in use here.
 * - AdGuard Home: the keys that it writes itself, the fields of `configuration` in internal/home/config.go; of the keys that
 *   it omits when they are empty, only `tls.override_tls_ciphers`.
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
