import { readdirSync, readFileSync, statSync, existsSync } from "node:fs";
import { join } from "node:path";
import { HomelabError } from "../homelab/values/error";
import { lastLines } from "./text";

/** Files that grow while a container starts, and while APT and dpkg work in it: neither prints much meanwhile. */
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
 * The progress of a world's containers, as a text that changes whenever one of them makes progress.
 *
 * @param root of the world, as this process sees it.
 * @throws HomelabError when one ended unexpectedly, with the end of its output.
 */
export function progressOf(root: string): string {
  const guests = join(root, "lab/guests");
  if (!existsSync(guests)) return "";
  return readdirSync(guests)
    .map((id) => {
      refuseEnded(root, join(guests, id));
      return `${id} ${growing.map((path) => bytesIn(join(guests, id, path))).join(" ")}`;
    })
    .join("\n");
}

/** `guest stop` removes the process number first: a number without a process means an unexpected end. */
function refuseEnded(root: string, guest: string): void {
  const pid = textOf(join(guest, "nspawn")).trim();
  if (pid === "" || existsSync(join(root, "proc", pid))) return;
  const name = textOf(join(guest, "disk/upper/etc/hostname")).trim();
  throw new HomelabError(
    `${name} ended unexpectedly. Its last output:\n${lastLines(textOf(join(guest, "console")), 10)}`,
  );
}

const textOf = (file: string): string => orElse("", () => readFileSync(file, "utf8"));

/** The size of a file, or of all files in a directory; 0 if there is neither. */
function bytesIn(path: string): number {
  const found = orElse(undefined, () => statSync(path));
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  return orElse([], () => readdirSync(path))
    .map((name) => orElse(0, () => statSync(join(path, name)).size))
    .reduce((sum, size) => sum + size, 0);
}

/** The container may remove a file while this process reads it. */
function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
