import { contentOf, type Content, type Secret } from "../../../model";
import { template } from "../../../templates";

/** A database that is declared, with the password of its owner. */
export interface Declared {
  readonly database: string;
  readonly password: Secret;
}

/**
 * Makes roles and databases what is declared, as often as it is run. It holds verifiers, from which nobody logs in, and
 * never drops anything: a database that is declared nowhere any more stays, closed to everybody, and is named in the log.
 * Databases sort by code point (C.UTF-8), today and after any upgrade of the C library: no index ever has to be built anew.
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
