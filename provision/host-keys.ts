import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { RunProgram } from "./program";

/** The public key by which an SSH server is known. */
export interface HostKey {
  readonly type: string;
  /** Base64. */
  readonly body: string;
}

/** What is known of a server's keys, and what it shows now. */
export type HostKeyState =
  | { readonly kind: "silent" }
  | { readonly kind: "known" | "unknown" | "changed"; readonly keys: readonly HostKey[] };

/** Where ssh and Terraform's provider look: the file in the home that the system knows, whatever $HOME says. */
export const knownHostsFile = (): string => join(userInfo().homedir, ".ssh", "known_hosts");

/** `SHA256:...`, as `ssh-keygen -l` prints it. */
export function fingerprint({ body }: HostKey): string {
  const digest = createHash("sha256").update(Buffer.from(body, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

/** Compares the keys that a server shows with those that a file of known hosts has for it. */
export async function hostKeyState(address: string, file: string, run: RunProgram): Promise<HostKeyState> {
  const keys = keysIn((await run("ssh-keyscan", ["-T", "5", "-t", "ed25519,ecdsa,rsa", address])).stdout);
  if (keys.length === 0) return { kind: "silent" };
  // It finds hashed names as well.
  const { code, stdout } = await run("ssh-keygen", ["-F", address, "-f", file]);
  const known = code === 0 ? keysIn(stdout) : [];
  if (known.length === 0) return { kind: "unknown", keys };
  // ssh refuses a key when it knows another one of that type, and takes any of several that it knows.
  const shown = keys.filter(({ type }) => known.some((each) => each.type === type));
  const isKnown = ({ body }: HostKey) => known.some((each) => each.body === body);
  const kind = shown.length > 0 && shown.every(isKnown) ? "known" : "changed";
  return { kind, keys };
}

/** Keys of lines `<host> <type> <body>`; comments and lines that name an authority are none. */
function keysIn(text: string): readonly HostKey[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^[#@]/.test(line));
  const keys = lines.map((line) => {
    const [, type = "", body = ""] = line.split(/\s+/);
    return { type, body };
  });
  // The order in which ssh-keyscan gets answers is not always the same.
  return keys.toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

/** Adds keys to a file of known hosts, which is made when there is none. */
export function addHostKeys(address: string, keys: readonly HostKey[], file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const start = before === "" || before.endsWith("\n") ? "" : "\n";
  const lines = keys.map(({ type, body }) => `${address} ${type} ${body}\n`).join("");
  appendFileSync(file, `${start}${lines}`, { mode: 0o600 });
}
