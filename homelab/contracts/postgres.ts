import { caFile } from "../model/ca";
import { use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";
import { refuseDatabaseName } from "./database-name";

export interface PostgresRequest {
  /** Database name; its owner role has the same name, and no other role may connect. */
  readonly database: string;
}

/** What a client writes into its configuration. The server uses TLS with a leaf of the private CA. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
}

/** A client's own database on the PostgreSQL server. */
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
  // libpq's parameters (PostgreSQL documentation, 32.1.2); other drivers have other names for the last two.
  url: ({ user, host, port, database: name }) =>
    `postgresql://${user}@${host}:${port}/${name}?sslmode=verify-full&sslrootcert=${caFile}`,
};

/** A database, and an owner role with the same name. */
export const database = (name: string): Use<PostgresSettings, false> => use(contract, { database: name });
