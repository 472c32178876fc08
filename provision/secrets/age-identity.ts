import { generateX25519Identity } from "age-encryption";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { HomelabError } from "../../homelab/values/error";

export type Env = Readonly<Record<string, string | undefined>>;

/** The variables are named as in other programs, with our prefix (compare SOPS_AGE_KEY_FILE). */
export const identityVariable = "HOMELAB_AGE_KEY";
export const identityFileVariable = "HOMELAB_AGE_KEY_FILE";

/** Path of this user's identity: HOMELAB_AGE_KEY_FILE, else ~/.config/homelab/age.key. */
export function identityFile(env: Env): string {
  const config = env["XDG_CONFIG_HOME"] || join(env["HOME"] || homedir(), ".config");
  return env[identityFileVariable] || join(config, "homelab", "age.key");
}

/**
 * The private keys that this user decrypts with (`AGE-SECRET-KEY-1...`): from the variable HOMELAB_AGE_KEY, which is
 * for CI, else from the file. Undefined when neither exists.
 *
 * @throws HomelabError when the path is invalid, when other users may read the file, or when it contains no identity.
 */
export function identitiesOf(env: Env): readonly string[] | undefined {
  const given = env[identityVariable];
  if (given) return identitiesIn(given, `the variable ${identityVariable}`);
  const file = identityFile(env);
  // Otherwise a directory called ~ would be made, with a private key in it.
  if (file.startsWith("~"))
    throw new HomelabError(`${identityFileVariable} is ${file}, but only a shell expands ~, and only outside quotes.`, {
      fix: "Give the full path, or use $HOME.",
    });
  const text = textOf(file);
  return text === undefined ? undefined : identitiesIn(text, file);
}

/** Makes an identity at the path of this user's identity. @throws HomelabError */
export async function makeIdentity(env: Env): Promise<string> {
  const file = identityFile(env);
  const identity = await generateX25519Identity();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Never overwrites an existing key: what is encrypted for it would be lost.
    writeFileSync(file, `# Private key of the homelab's secrets (age). Keep a copy in a safe place.\n${identity}\n`, {
      mode: 0o600,
      flag: "wx",
    });
  } catch (error) {
    throw new HomelabError(`${file} cannot be written: ${reasonOf(error)}.`, {
      fix: `Make it writable, or set ${identityFileVariable} to another path.`,
    });
  }
  return identity;
}

function textOf(file: string): string | undefined {
  try {
    const status = statSync(file);
    if (status.isDirectory())
      throw new HomelabError(`${file} is a directory, not a file with a private key.`, {
        fix: `Set ${identityFileVariable} to the file itself, for example ${join(file, "age.key")}.`,
      });
    const mode = status.mode & 0o777;
    if ((mode & 0o077) !== 0)
      throw new HomelabError(
        `Other users may read the private key ${file} (mode ${mode.toString(8).padStart(4, "0")}).`,
        {
          fix: `Run chmod 600 ${file}.`,
        },
      );
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (error instanceof HomelabError) throw error;
    throw new HomelabError(`${file} cannot be read: ${reasonOf(error)}.`, {
      fix: `Give your user read permission on it.`,
    });
  }
}

function identitiesIn(text: string, where: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const found = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (found.length > 0 && found.every((line) => /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/.test(line))) return found;
  const why = lines.some((line) => /^(age-encryption\.org|-----BEGIN AGE)/.test(line))
    ? "it is encrypted with a passphrase, which homelab does not support"
    : lines.some((line) => /^(AGE-PLUGIN-|-----BEGIN|ssh-)/.test(line))
      ? "homelab does not support SSH keys or plugin keys"
      : "a line is not an age identity";
  throw new HomelabError(`No usable age identity is in ${where}: ${why}.`, {
    fix: "Give it lines AGE-SECRET-KEY-1..., as age-keygen writes them.",
  });
}

/** The message of the system without the path, which our message already contains. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split(",")[0] ?? error.message) : String(error);
