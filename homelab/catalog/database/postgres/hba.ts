import { asCidr, type Cidr, type Ipv4 } from "../../../values/ipv4";
/** A remote client: a role, its database, and the address or network that its packets come from. */
export interface Entrant {
  readonly database: string;
  readonly role: string;
  readonly source: Ipv4 | Cidr;
}

/**
 * Who may connect, from where, and how they authenticate. The first line that matches decides, so the last two refuse
 * all other clients. Names are quoted, because some unquoted words have a special meaning in this file.
 */
export function hostBasedAuthentication(entrants: readonly Entrant[]): string {
  const lines = [
    ["# TYPE", "DATABASE", "USER", "ADDRESS", "METHOD"],
    ["local", "all", "postgres", "", "peer"],
    ["local", "all", "all", "", "reject"],
    ["hostssl", "all", "postgres", "127.0.0.1/32", "scram-sha-256"],
    ["host", "postgres", "exporter", "127.0.0.1/32", "scram-sha-256"],
    ...entrants
      .map(({ database, role, source }) => ["hostssl", `"${database}"`, `"${role}"`, asCidr(source), "scram-sha-256"])
      .toSorted((a, b) => (a.join() < b.join() ? -1 : 1)),
    ["host", "all", "all", "0.0.0.0/0", "reject"],
    ["host", "all", "all", "::/0", "reject"],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
