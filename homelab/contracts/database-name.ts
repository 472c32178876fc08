import type { Refusal } from "../model/contract";

/** Longest name that both servers accept unchanged: PostgreSQL's NAMEDATALEN minus one; MongoDB accepts 64 bytes. */
const longest = 63;

/** Refuses an invalid name of a database: the name is used unquoted in SQL, in connection strings and in the vault. */
export function refuseDatabaseName(server: string, name: string): Refusal | undefined {
  if (new RegExp(`^[a-z][a-z0-9_]{0,${longest - 1}}$`).test(name)) return undefined;
  return {
    message: `"${name}" is not a valid name of a ${server} database here: a lower-case letter, then lower-case letters, digits and _, at most ${longest} in all.`,
    fix: `Use a name such as ${name
      .toLowerCase()
      .replace(/[^a-z0-9_]/g, "_")
      .slice(0, longest)}.`,
  };
}
