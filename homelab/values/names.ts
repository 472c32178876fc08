import type { Brand } from "./brand";
import { Rejection } from "./rejection";

/**
 * One label of a DNS name, lower case: `postgres`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1123#section-2.1
 */
export type DnsLabel = Brand<string, "DnsLabel">;

/** A DNS name of one or more labels, lower case, without a final dot: `homelab.local`. */
export type DnsName = Brand<string, "DnsName">;

const label = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** The text with everything removed that a DNS label does not allow, or an example if nothing remains. */
function asLabel(text: string): string {
  const kept = text
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return kept === "" ? "docker-host" : kept;
}

/** True for a DNS label as `parseDnsLabel` accepts it. */
export function isDnsLabel(text: string): text is DnsLabel {
  return label.test(text);
}

/** Throws `Rejection` (rule `dns-label`), whose fix names a valid label. */
export function parseDnsLabel(text: string): DnsLabel {
  if (isDnsLabel(text)) return text;
  throw new Rejection(
    "dns-label",
    "This is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.",
    `Write ${asLabel(text)}.`,
  );
}

/** Throws `Rejection` (rule `dns-name`). */
export function parseDnsName(text: string): DnsName {
  const labels = text.split(".");
  if (text.length <= 253 && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? "")) {
    return text as DnsName;
  }
  throw new Rejection(
    "dns-name",
    "This is not a DNS name: labels of a-z, 0-9 and hyphens, separated by dots, the last one not a number.",
    "Write a name such as homelab.local.",
  );
}

/** A login name of a person or the name of a group: `operator`. Throws `Rejection` (rule `username`). */
export function parseUsername(text: string): string {
  if (/^[a-z][a-z\d._-]{0,31}$/.test(text)) return text;
  throw new Rejection(
    "username",
    "This is not a user or group name: a letter a-z, then up to 31 letters a-z, digits, dots, hyphens and underscores.",
    "Write a name such as operator.",
  );
}

/** A mail address. Throws `Rejection` (rule `email`). */
export function parseEmail(text: string): string {
  const [local = "", domain = "", ...rest] = text.split("@");
  const domainIsFine = domain.includes(".") && domain.split(".").every((part) => label.test(part.toLowerCase()));
  if (
    rest.length === 0 &&
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    domainIsFine
  ) {
    return text;
  }
  throw new Rejection("email", "This is not a mail address.", "Write an address such as operator@example.org.");
}

/** A Linux bridge of a PVE node: `vmbr0`. Throws `Rejection` (rule `bridge`). */
export function parseBridge(text: string): string {
  // PVE's pattern for interfaces, limited to the kernel's 15 characters minus a VLAN suffix such as `.4094`.
  if (/^[a-zA-Z][a-zA-Z\d_]{1,9}$/.test(text)) return text;
  throw new Rejection(
    "bridge",
    "This is not the name of a bridge: a letter, then 1 to 9 letters, digits or underscores.",
    "Write a name such as vmbr1.",
  );
}

/** Id of a PVE datastore: `local-lvm`. Throws `Rejection` (rule `datastore`). */
export function parseDatastore(text: string): string {
  if (/^[a-z][a-z\d._-]*[a-z\d]$/i.test(text)) return text;
  throw new Rejection(
    "datastore",
    "This is not the id of a PVE datastore: a letter, then letters, digits, dots, hyphens or underscores.",
    "Write an id such as local-lvm; `pvesm status` on the node lists the datastores.",
  );
}

/**
 * Suffixes that the public DNS never answers for, or that routers use as if it never did.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761, https://www.rfc-editor.org/rfc/rfc6762,
 * https://www.rfc-editor.org/rfc/rfc8375
 */
const privateSuffixes = ["local", "home.arpa", "internal", "lan", "home", "corp", "intranet", "test", "localhost"];

/** True for a domain whose names exist only inside the house. */
export function isPrivateDomain(domain: string): boolean {
  return privateSuffixes.some((suffix) => domain === suffix || domain.endsWith(`.${suffix}`));
}
