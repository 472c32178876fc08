import { caFile } from "../model/ca";
import { use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";
import { refuseDatabaseName } from "./database-name";

export interface MongodbRequest {
  /** Database name; a user with the same name has the role readWrite on it, and no other role. */
  readonly database: string;
}

/**
 * The user is defined in its own database, so `authSource` is the database itself. With `tls`, the server has a leaf of
 * the private CA and refuses connections without TLS.
 */
export interface MongodbSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
}

/** A client's own database on the MongoDB server. */
export const contract: Contract<MongodbRequest, MongodbSettings, { readonly password: Secret }> = {
  name: "mongodb",
  port: "mongodb",
  clientsOnly: true,
  claims: ({ database }) => [{ of: `MongoDB database ${database}`, shared: false }],
  refuse: ({ database }) => refuseDatabaseName("MongoDB", database),
  secrets: ({ database }) => ({
    password: generated("mongodb", database, `password of the MongoDB user ${database}`),
  }),
  settings: ({ address, port, tls }, { database }, { password }) => ({
    host: address,
    port,
    tls,
    database,
    user: database,
    password,
  }),
  url: ({ user, host, port, database: name }) =>
    `mongodb://${user}@${host}:${port}/${name}?tls=true&tlsCAFile=${encodeURIComponent(caFile)}`,
};

/** A database, and a user with the same name and the role readWrite. */
export const database = (name: string): Use<MongodbSettings, false> => use(contract, { database: name });
