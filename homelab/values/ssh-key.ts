import type { Brand } from "./brand";
import { Rejection } from "./rejection";

/** One line of an authorized_keys file: type, base64 body and an optional comment. */
export type SshKey = Brand<string, "SshKey">;

// Key types of OpenSSH 9 and newer, and the number of fields in the body (RFC 4253 6.6, PROTOCOL.u2f).
const fieldsByType: Readonly<Record<string, number>> = {
  "ssh-ed25519": 2,
  "ssh-rsa": 3,
  "ecdsa-sha2-nistp256": 3,
  "ecdsa-sha2-nistp384": 3,
  "ecdsa-sha2-nistp521": 3,
  "sk-ssh-ed25519@openssh.com": 3,
  "sk-ecdsa-sha2-nistp256@openssh.com": 4,
};

function refuse(message: string, fix = "Paste the whole line of a .pub file, such as ~/.ssh/id_ed25519.pub."): never {
  throw new Rejection("ssh-key", message, fix);
}

/** The length-prefixed fields of a key body, or undefined if the bytes do not end with the last field. */
function fieldsOf(body: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset + 4 <= body.length) {
    const end = offset + 4 + body.readUInt32BE(offset);
    if (end > body.length) return undefined;
    fields.push(body.subarray(offset + 4, end));
    offset = end;
  }
  return offset === body.length ? fields : undefined;
}

/** Checks the type, and that the body is complete and of that type. Throws `Rejection` (rule `ssh-key`). */
export function parseSshKey(text: string): SshKey {
  const line = text.trim();
  if (line.includes("PRIVATE KEY")) {
    refuse(
      "This is a private key, but this file must not contain secrets.",
      "Paste the line of the matching .pub file, and replace the key pair if you have ever shared this file.",
    );
  }
  if (/[\r\n]/.test(line))
    refuse("An entry is a single key, but this one has several lines.", "Make each key a separate entry.");
  const [type = "", body = ""] = line.split(/\s+/);
  const expected = Object.hasOwn(fieldsByType, type) ? fieldsByType[type] : undefined;
  if (expected === undefined) {
    refuse(
      `This does not begin with the type of an OpenSSH public key, one of ${Object.keys(fieldsByType).join(", ")}.`,
    );
  }
  const bytes = Buffer.from(body, "base64");
  // Node decodes base64 leniently; only the canonical form encodes back to the same text.
  const fields = bytes.toString("base64").replace(/=+$/, "") === body.replace(/=+$/, "") ? fieldsOf(bytes) : undefined;
  const inner = fields?.[0]?.toString("latin1") ?? "";
  if (Object.hasOwn(fieldsByType, inner) && inner !== type) {
    refuse(`The line begins with ${type}, but its body is a key of type ${inner}.`);
  }
  if (inner !== type || fields?.length !== expected || fields.some((field) => field.length === 0)) {
    refuse(`The body of this ${type} key is damaged: part of the line is missing or changed.`);
  }
  return line as SshKey;
}
