import { caFile, contentOf, type Content, type Secret } from "../../../model";
import { template } from "../../../templates";
import { files, reconciler } from "./files";

/** A declared database, with the password of its user and the addresses or networks that this user connects from. */
export interface Declared {
  readonly database: string;
  readonly password: Secret;
  readonly sources: readonly string[];
}

/** Administrator and exporter cannot log in over the network, even with the right password. */
const here = ["127.0.0.1"];

const from = (sources: readonly string[]) => ({ authenticationRestrictions: [{ clientSource: sources }] });

/**
 * Address of the server, and its users with roles and sources: administrator, exporter, and one named after each
 * database.
 */
export function usersFile(
  databases: readonly Declared[],
  { root, exporter }: { readonly root: Secret; readonly exporter: Secret },
  port: number,
): Content {
  return contentOf((hold) => {
    const users = [
      { db: "admin", user: "root", pwd: hold(root), roles: [{ role: "root", db: "admin" }], ...from(here) },
      {
        db: "admin",
        user: "exporter",
        pwd: hold(exporter),
        roles: [
          { role: "clusterMonitor", db: "admin" },
          { role: "read", db: "local" },
        ],
        ...from(here),
      },
      ...databases.map(({ database, password, sources }) => ({
        db: database,
        user: database,
        pwd: hold(password),
        roles: [{ role: "readWrite", db: database }],
        ...from(sources),
      })),
    ];
    return `${JSON.stringify({ uri: uri(port), users }, undefined, 2)}\n`;
  });
}

const uri = (port: number): string =>
  [
    `mongodb://127.0.0.1:${port}/?directConnection=true`,
    "tls=true",
    `tlsCAFile=${encodeURIComponent(caFile)}`,
    // The server reports that it has started before it accepts connections.
    "serverSelectionTimeoutMS=60000",
  ].join("&");

/**
 * Brings users to the declared state; idempotent. It never drops anything: a user that is no longer declared stays
 * without a role, and the log names it. It stores the administrator's current password, to log in when that changes.
 */
export const usersScript = template("mongodb/users.js", { users: files.users, unit: reconciler });
