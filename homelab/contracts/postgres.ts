import { use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

export interface PostgresRequest {
  /** Database name; its owner role bears the same name, and nobody else may connect. */
  readonly database: string;
}

/** What a client writes into its own configuration. The server speaks TLS with a leaf of the internal CA. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
}

/** A database of its own on the PostgreSQL server. */
export const contract: Contract<PostgresRequest, PostgresSettings, { readonly password: Secret }> = {
  name: "postgres",
  endpoint: "postgres",
  claims: ({ database }) => [{ of: `PostgreSQL database ${database}`, shared: false }],
  refuse: ({ database }) =>
    // Unquoted identifiers and the 63 bytes of NAMEDATALEN (PostgreSQL manual, 4.1.1).
    /^[a-z][a-z0-9_]{0,62}$/.test(database)
      ? undefined
      : {
          message: `"${database}" cannot be the name of a PostgreSQL database here: lower-case letters, digits and _, at most 63, beginning with a letter.`,
          fix: `Use a name such as ${database
            .toLowerCase()
            .replace(/[^a-z0-9_]/g, "_")
            .slice(0, 63)}.`,
        },
  secrets: ({ database }) => ({
    password: generated("postgres", database, `password of the PostgreSQL role ${database}`),
  }),
  settings: ({ host, port }, { database }, { password }) => ({ host, port, database, user: database, password }),
};

/** A database with an owner role of the same name. */
export const database = (name: string): Use<PostgresSettings, false> => use(contract, { database: name });
