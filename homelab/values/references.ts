import { Rejection } from "./rejection";

/**
 * URL of the PVE API: https, host and port, no path or credentials; the result ends with a slash. Throws `Rejection`.
 */
export function parseEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url !== undefined && url.pathname === "/" && url.search === "" && url.hash === "";
  if (bare && url.protocol === "https:" && url.username === "" && url.password === "") return url.href;
  throw new Rejection(
    "endpoint",
    "This is not the URL of a PVE API: https, a host and a port, without path, user or password.",
    "Write a URL such as https://192.168.1.2:8006/.",
  );
}

/** An http or https URL without credentials in it. Throws `Rejection` (rule `url`). */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") return text;
  throw new Rejection(
    "url",
    "This is not an http or https URL without user and password (this file must not contain secrets).",
    "Write a URL such as https://s3.example.org.",
  );
}

/** Name of a vault of secrets. Throws `Rejection` (rule `vault`). */
export function parseVault(text: string): string {
  if (/^[\w.-]+( [\w.-]+)*$/.test(text)) return text;
  throw new Rejection(
    "vault",
    "A secret reference (op://vault/item/field) contains only letters, digits, spaces, dots, hyphens and underscores.",
    "Rename the vault, or write its name without op:// and slashes, such as homelab.",
  );
}

/** `item/field` or `item/section/field` in a vault. Throws `Rejection` (rule `secret-item`). */
export function parseSecretItem(text: string): string {
  if (/^[\w.-]+( [\w.-]+)*(\/[\w.-]+( [\w.-]+)*){1,2}$/.test(text)) return text;
  throw new Rejection(
    "secret-item",
    "This is not an item and a field, separated by a slash (letters, digits, spaces, dots, hyphens, underscores).",
    "Write a reference such as postgres/password, without op:// and the vault's name.",
  );
}

/**
 * Location of a restic repository: an absolute path or one of restic's backends. Throws `Rejection` (rule `restic`).
 */
export function parseRepository(text: string): string {
  const backend = /^(\/|(s3|sftp|rest|b2|azure|gs|swift|rclone):)\S+$/.test(text);
  const password = /:\/\/[^/@]*:[^/@]*@/.test(text);
  if (backend && !password) return text;
  throw new Rejection(
    "restic",
    password
      ? "The repository contains a password, but this file must not contain secrets."
      : "This is not a restic repository: an absolute path, or one that begins with s3:, sftp:, rest: or similar.",
    password
      ? "Remove the password and store it in the vault."
      : "Write a repository such as s3:https://s3.example.org/homelab.",
  );
}

/** A path below the directory of homelab.yaml. Throws `Rejection` (rule `relative-path`). */
export function parseRelativePath(text: string): string {
  const steps = text.split("/");
  if (text !== "" && !text.startsWith("~") && steps[0] !== "" && !steps.includes("..") && !/[\\\0]/.test(text))
    return text;
  throw new Rejection(
    "relative-path",
    "This is not a path below the directory of homelab.yaml.",
    "Write a relative path without `..`, such as local.",
  );
}

/** A stable path of a whole disk. Throws `Rejection` (rule `disk-path`). */
export function parseDiskPath(text: string): string {
  if (/^\/dev\/disk\/by-id\/[\w.:+-]+$/.test(text)) return text;
  throw new Rejection(
    "disk-path",
    "This is not a path below /dev/disk/by-id; names such as /dev/sdb may change at every boot.",
    "Write a path such as /dev/disk/by-id/ata-MODEL_SERIAL; `ls /dev/disk/by-id` on the node lists the disks.",
  );
}
