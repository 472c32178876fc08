import type { Refusal } from "../model/contract";

/** Longest name that both servers take as it is: NAMEDATALEN of PostgreSQL less one; MongoDB takes 64 bytes. */
const longest = 63;

/** Why a name cannot be that of a database: it stands unquoted in SQL, in connection strings and in the vault. */
export function refuseDatabaseName(server: string, name: string): Refusal | undefined {
  if (new RegExp(`^[a-z][a-z0-9_]{0,${longest - 1}}$`).test(name)) return undefined;
  return {
    message: `"${name}" cannot be the name of a ${server} database here: lower-case letters, digits and _, at most ${longest}, beginning with a letter.`,
    fix: `Use a name such as ${name
      .toLowerCase()
      .replace(/[^a-z0-9_]/g, "_")
      .slice(0, longest)}.`,
  };
}
