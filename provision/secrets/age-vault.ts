import { armor, Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { secretName } from "../../homelab/model";
import {
  identitiesOf,
  identityFile,
  identityFileVariable,
  identityVariable,
  makeIdentity,
  reasonOf,
  type Env,
} from "./age-identity";
import { locked } from "./file-lock";
import type { Vault, VaultEntry, VaultPlace } from "./vault";
import { HomelabError } from "../../homelab/values/error";

/** The encrypted content. To let other people read it, add their public keys to the recipients. */
interface Secrets {
  readonly recipients: readonly string[];
  readonly items: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * A file encrypted with age, which contains JSON, `{ recipients, items: { <item>: { <field> } } }`. Aliases map our
 * item and field to the user's.
 *
 * @see https://age-encryption.org/v1
 */
export function ageVault(file: string, env: Env, aliases: Readonly<Record<string, string>> = {}): Vault {
  const name = basename(file);
  let opened: Promise<Secrets> | undefined;
  const secrets = (): Promise<Secrets> => (opened ??= open(file, env));
  const store = async (content: Secrets): Promise<void> => {
    await save(file, content, env);
    opened = undefined;
  };
  return {
    title: `age file ${name}`,
    ready: () => secrets().then(() => undefined),
    async prepare({ dryRun }) {
      if (existsSync(file)) return secrets().then(() => []);
      const identities = identitiesOf(env);
      if (!dryRun) {
        if (identities === undefined) await makeIdentity(env);
        await locked(file, () => store({ recipients: [], items: {} }));
      }
      return [...(identities === undefined ? [made(identityFile(env), name)] : []), `${file}, for the secrets.`];
    },
    async read(wanted) {
      const { item, field } = placeOf(wanted, aliases);
      return own(own((await secrets()).items, item), field) || undefined;
    },
    async write(entries) {
      const placed = entries.map((entry) => ({ ...placeOf(entry, aliases), value: entry.value }));
      await locked(file, async () => {
        // Another program may have written the file since it was read.
        opened = undefined;
        await store(placed.reduce(withEntry, await secrets()));
      });
    },
  };
}

/** The first slash separates item and field; a section belongs to the field. */
function placeOf(place: VaultPlace, aliases: Readonly<Record<string, string>>): VaultPlace {
  const [item = "", ...field] = (aliases[secretName(place)] ?? secretName(place)).split("/");
  return { item, field: field.join("/") };
}

const made = (file: string, name: string): string =>
  `${file}, your private key: without it, ${name} cannot be read again. Keep a copy in a safe place, not in git.`;

/** Ignores inherited properties: an item may be called constructor. */
const own = <Value>(of: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;

const withEntry = (secrets: Secrets, { item, field, value }: VaultEntry): Secrets => ({
  ...secrets,
  items: { ...secrets.items, [item]: { ...own(secrets.items, item), [field]: value } },
});

/** @throws HomelabError */
async function open(file: string, env: Env): Promise<Secrets> {
  const bytes = bytesOf(file);
  const identities = identitiesOf(env);
  if (identities === undefined)
    throw new HomelabError(
      `${basename(file)} is encrypted, and there is no key to decrypt it: ${identityFile(env)} does not exist.`,
      {
        fix: `Put your private key there, set ${identityFileVariable} to its path, or set ${identityVariable} to the key itself.`,
      },
    );
  refuseMerged(bytes, basename(file));
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return secretsIn(await decrypter.decrypt(dearmored(bytes), "text"));
  } catch (error) {
    throw unopened(file, error);
  }
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new HomelabError(`${file} does not exist.`, {
        fix: "Run homelab secrets create to make it, or correct secrets.file in homelab.yaml.",
      });
    throw new HomelabError(`${file} cannot be read: ${reasonOf(error)}.`, {
      fix: "Give your user read permission on it.",
    });
  }
}

/** Decodes the text form that `age -a` writes. */
function dearmored(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  return text.startsWith("-----BEGIN AGE ENCRYPTED FILE-----") ? armor.decode(text) : bytes;
}

function unopened(file: string, error: unknown): HomelabError {
  const name = basename(file);
  if (/no identity matched/.test(String(error)))
    return new HomelabError(`${name} is not encrypted for your key.`, {
      fix: `Use the key that it is encrypted for (${identityFileVariable}), or ask a person who can read it to add you to its recipients.`,
    });
  // The message of the JSON parser would repeat part of a secret.
  const why = error instanceof SyntaxError || !(error instanceof Error) ? "its content is not valid" : error.message;
  return new HomelabError(`${name} is damaged: ${why}.`, {
    fix: `Restore it from git, \`git checkout -- ${name}\`; if it was never committed, from a backup.`,
  });
}

/** Git writes conflict markers into a file that looks like text, as `age -a` makes it. @throws HomelabError */
function refuseMerged(bytes: Uint8Array, name: string): void {
  if (!/^<<<<<<< /m.test(Buffer.from(bytes).toString("latin1"))) return;
  throw new HomelabError(`${name} contains both sides of a merge conflict, so it cannot be read.`, {
    fix: `Take one side, \`git checkout --ours ${name}\` or \`--theirs\`, and set again the secrets that only the other side had.`,
  });
}

function secretsIn(text: string): Secrets {
  const { recipients, items } = JSON.parse(text) as Partial<Secrets>;
  const isSound =
    Array.isArray(recipients) &&
    isRecord(items) &&
    Object.values(items).every((fields) => isRecord(fields) && Object.values(fields).every(isText));
  if (!isSound) throw new Error("its content is not { recipients, items: { <item>: { <field>: <text> } } }");
  return { recipients, items };
}

const isText = (value: unknown): boolean => typeof value === "string";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Encrypts for the recipients, and always for the user who writes. @throws HomelabError */
async function save(file: string, secrets: Secrets, env: Env): Promise<void> {
  const own = await Promise.all((identitiesOf(env) ?? []).map((identity) => identityToRecipient(identity)));
  const recipients = [...new Set([...secrets.recipients, ...own])];
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  replace(file, await encrypter.encrypt(JSON.stringify({ ...secrets, recipients }, undefined, 2)));
}

/** Replaces the file in one step, so that an interruption leaves the old file or the new one. */
function replace(file: string, bytes: Uint8Array): void {
  const beside = `${file}.${process.pid}.new`;
  try {
    const handle = openSync(beside, "wx", 0o600);
    try {
      writeSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new HomelabError(`${file} cannot be written: ${reasonOf(error)}.`, {
      fix: "Check that its directory is writable and the disk is not full.",
    });
  }
}
