import { asCidr, type Cidr, type Ipv4 } from "../../../values/ipv4";
/** One who may connect from elsewhere: a role, its database, and the address or network that its packets come from. */
export interface Entrant {
  readonly database: string;
  readonly role: string;
  readonly source: Ipv4 | Cidr;
}

/**
 * Who may connect, from where, and how they prove who they are. The first line that fits decides, so the last two refuse
 * everybody else. Names stand in quotes: one that is a word of this file's own would mean more than itself.
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
