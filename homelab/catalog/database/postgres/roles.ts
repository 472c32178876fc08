import { contentOf, type Content, type Secret } from "../../../model";
import { template } from "../../../templates";

/** A declared database, and the password of its owner. */
export interface Declared {
  readonly database: string;
  readonly password: Secret;
}

/**
 * Brings roles and databases to the declared state; idempotent. It contains verifiers, which cannot be used to log in,
 * and never drops anything: a database that is no longer declared stays, closed to every role, and the log names it.
 * Databases sort by code point (C.UTF-8), so an upgrade of the C library never requires rebuilding an index.
 */
export function rolesSql(
  databases: readonly Declared[],
  { superuser, exporter }: { readonly superuser: Secret; readonly exporter: Secret },
): Content {
  return contentOf((hold) => {
    const rows = databases.map(({ database, password }) => `  ('${database}', '${hold(password, form)}')`);
    return [
      template("postgres/declared.sql"),
      rows.length === 0 ? "" : `INSERT INTO declared VALUES\n${rows.join(",\n")};\n`,
      template("postgres/roles.sql", { superuser: hold(superuser, form), exporter: hold(exporter, form) }),
    ].join("");
  });
}

const form = "scram-sha-256";
