import { notify, postgres as contract, s3 } from "../../contracts";
import { generated, offer, optional, service, tcp } from "../../model";
import { versions } from "../../versions";
import { guests } from "../guests";
import { postgresServer } from "./postgres/render";

/**
 * Names of databases or roles that the server reserves (`pg_`, and `public` and `none` even in quotes), and names of
 * its secrets in the vault.
 *
 * @see https://www.postgresql.org/docs/current/sql-createrole.html
 */
const reserved = /^(pg_.*|postgres|template[01]|public|none|exporter|password)$/;

export const postgres = service({
  name: "postgres",
  title: "PostgreSQL",
  description:
    "One PostgreSQL server; each application has a separate database, and a role without access to any other.",
  on: guests.postgres,
  ports: { postgres: tcp(5432, { tls: true }) },
  provides: [
    offer(contract.contract, {
      refuse: ({ database }) =>
        reserved.test(database)
          ? {
              message: `PostgreSQL reserves the name ${database}.`,
              fix: "Give the database another name.",
            }
          : undefined,
    }),
  ],
  uses: { backups: s3.bucket("backups", "put-only", "postgres"), notify: optional(notify.channel("backup")) },
  secrets: {
    superuser: generated("postgres", "password", "password of the PostgreSQL superuser"),
    exporter: generated("postgres", "exporter", "password of the role that reads PostgreSQL's statistics"),
  },
  operations: {
    metrics: { exporter: "postgres" },
    // Debian's clusters log to files; the journal only has starts and stops.
    logs: { source: "files", paths: [`/var/log/postgresql/postgresql-${versions.postgresql}-main.log`] },
    health: { command: ["pg_isready", "--quiet"] },
    alerts: [
      {
        name: "PostgresDown",
        expr: "pg_up == 0",
        for: "2m",
        severity: "critical",
        summary:
          "PostgreSQL on {{ $labels.instance }} refuses the exporter: sign-on, VPN and automation are down with it.",
      },
      {
        name: "PostgresConnectionsRunOut",
        expr: "sum by (instance) (pg_stat_activity_count) / max by (instance) (pg_settings_max_connections) > 0.8",
        for: "10m",
        severity: "warning",
        summary: "{{ $value | humanizePercentage }} of PostgreSQL's connections are taken.",
      },
      {
        name: "PostgresDeadlocks",
        expr: "sum by (datname) (increase(pg_stat_database_deadlocks[15m])) > 3",
        for: "0m",
        severity: "warning",
        summary: "The application of database {{ $labels.datname }} runs into deadlocks.",
      },
    ],
    backup: { paths: [], dump: "postgres" },
    uptime: { port: "postgres" },
    tile: { group: "Data", icon: "postgresql", description: "Relational databases" },
  },
  render: postgresServer,
});
