import { caFile, contentOf, type Content, type Secret } from "../../../model";
import { template } from "../../../templates";
import { files, reconciler } from "./files";

/** A database that is declared, with the password of its user and the addresses or networks that it comes from. */
export interface Declared {
  readonly database: string;
  readonly password: Secret;
  readonly sources: readonly string[];
}

/** Administrator and exporter never come over the network, whoever learns their passwords. */
const here = ["127.0.0.1"];

const from = (sources: readonly string[]) => ({ authenticationRestrictions: [{ clientSource: sources }] });

/** Where the server is, and who may do what, from where: the administrator, the exporter, and for each database a user of the same name. */
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
    // The server says that it has started before it listens.
    "serverSelectionTimeoutMS=60000",
  ].join("&");

/**
 * Makes users what is declared, as often as it is run. It never drops anything: a user that is declared nowhere any more
 * stays without a role, and is named in the log. The administrator's last password is kept, for the day of a new one.
 */
export const usersScript = template("mongodb/users.js", { users: files.users, unit: reconciler });
