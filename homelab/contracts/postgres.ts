import { caFile } from "../model/ca";
import { use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";
import { refuseDatabaseName } from "./database-name";

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
  port: "postgres",
  clientsOnly: true,
  claims: ({ database }) => [{ of: `PostgreSQL database ${database}`, shared: false }],
  refuse: ({ database }) => refuseDatabaseName("PostgreSQL", database),
  secrets: ({ database }) => ({
    password: generated("postgres", database, `password of the PostgreSQL role ${database}`),
  }),
  settings: ({ address, port }, { database }, { password }) => ({
    host: address,
    port,
    database,
    user: database,
    password,
  }),
  // libpq's words (PostgreSQL documentation, 32.1.2); other drivers have their own for the last two.
  url: ({ user, host, port, database: name }) =>
    `postgresql://${user}@${host}:${port}/${name}?sslmode=verify-full&sslrootcert=${caFile}`,
};

/** A database with an owner role of the same name. */
export const database = (name: string): Use<PostgresSettings, false> => use(contract, { database: name });
