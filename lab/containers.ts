import { readdirSync, readFileSync, statSync, existsSync } from "node:fs";
import { join } from "node:path";
import { HomelabError } from "../homelab/values/error";
import { lastLines } from "./text";

/** What grows while a container starts, and while APT and dpkg work in it: neither of them says much meanwhile. */
const growing = [
  "console",
  ...[
    "var/log/dpkg.log",
    "var/lib/apt/lists",
    "var/lib/apt/lists/partial",
    "var/cache/apt/archives",
    "var/cache/apt/archives/partial",
  ].map((path) => join("disk/upper", path)),
];

/**
 * How far the containers of a world have come, as a text that changes when one gets on.
 *
 * @param root of the world, as this process sees it.
 * @throws HomelabError when one has ended by itself, with the end of what it said.
 */
export function progressOf(root: string): string {
  const guests = join(root, "lab/guests");
  if (!existsSync(guests)) return "";
  return readdirSync(guests)
    .map((id) => {
      refuseFallen(root, join(guests, id));
      return `${id} ${growing.map((path) => bytesIn(join(guests, id, path))).join(" ")}`;
    })
    .join("\n");
}

/** Whoever stops a container removes the number of its process before. */
function refuseFallen(root: string, guest: string): void {
  const pid = textOf(join(guest, "nspawn")).trim();
  if (pid === "" || existsSync(join(root, "proc", pid))) return;
  const name = textOf(join(guest, "disk/upper/etc/hostname")).trim();
  throw new HomelabError(
    `${name} has ended by itself. Its last words:\n${lastLines(textOf(join(guest, "console")), 10)}`,
  );
}

const textOf = (file: string): string => orElse("", () => readFileSync(file, "utf8"));

/** Of a file, or of all files in a directory; 0 when there is neither. */
function bytesIn(path: string): number {
  const found = orElse(undefined, () => statSync(path));
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  return orElse([], () => readdirSync(path))
    .map((name) => orElse(0, () => statSync(join(path, name)).size))
    .reduce((sum, size) => sum + size, 0);
}

/** Files come and go while somebody else looks. */
function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
