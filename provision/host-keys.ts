import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { RunProgram } from "./program";

/** The public key that identifies an SSH server. */
export interface HostKey {
  readonly type: string;
  /** Base64. */
  readonly body: string;
}

/** Whether a server's keys are known, and the keys that it presents now. */
export type HostKeyState =
  | { readonly kind: "silent" }
  | { readonly kind: "known" | "unknown" | "changed"; readonly keys: readonly HostKey[] };

/** The file that ssh and Terraform's provider read: in the home directory of the user database, whatever $HOME is. */
export const knownHostsFile = (): string => join(userInfo().homedir, ".ssh", "known_hosts");

/** `SHA256:...`, as `ssh-keygen -l` prints it. */
export function fingerprint({ body }: HostKey): string {
  const digest = createHash("sha256").update(Buffer.from(body, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

/** Compares the keys that a server presents with the ones for it in a known_hosts file. */
export async function hostKeyState(address: string, file: string, run: RunProgram): Promise<HostKeyState> {
  const keys = keysIn((await run("ssh-keyscan", ["-T", "5", "-t", "ed25519,ecdsa,rsa", address])).stdout);
  if (keys.length === 0) return { kind: "silent" };
  // ssh-keygen also finds hashed names.
  const { code, stdout } = await run("ssh-keygen", ["-F", address, "-f", file]);
  const known = code === 0 ? keysIn(stdout) : [];
  if (known.length === 0) return { kind: "unknown", keys };
  // ssh refuses a key when it knows only other keys of that type, and accepts any key that it knows.
  const shown = keys.filter(({ type }) => known.some((each) => each.type === type));
  const isKnown = ({ body }: HostKey) => known.some((each) => each.body === body);
  const kind = shown.length > 0 && shown.every(isKnown) ? "known" : "changed";
  return { kind, keys };
}

/** Keys in lines `<host> <type> <body>`; ignores comments and lines with a marker (`@cert-authority`). */
function keysIn(text: string): readonly HostKey[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^[#@]/.test(line));
  const keys = lines.map((line) => {
    const [, type = "", body = ""] = line.split(/\s+/);
    return { type, body };
  });
  // ssh-keyscan gets the answers in varying order.
  return keys.toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

/** Adds keys to a known_hosts file, which is made when it does not exist. */
export function addHostKeys(address: string, keys: readonly HostKey[], file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const start = before === "" || before.endsWith("\n") ? "" : "\n";
  const lines = keys.map(({ type, body }) => `${address} ${type} ${body}\n`).join("");
  appendFileSync(file, `${start}${lines}`, { mode: 0o600 });
}
