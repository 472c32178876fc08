import { type Context } from "../../../model";
import { tls } from "./files";
import { tuning } from "./tuning";

type Setting = string | number | boolean;

type Section = readonly [comment: string, settings: Readonly<Record<string, Setting>>];

/** The settings that differ from Debian's configuration, which reads this file after its own. */
export function serverSettings({ site, guest }: Pick<Context, "site" | "guest">): string {
  const sections: readonly Section[] = [
    ["pg_hba.conf limits who may connect.", { listen_addresses: `localhost,${guest.address}`, max_connections: 200 }],
    // A container sees the huge pages of its host, but may not use them.
    ["Memory of this guest.", { ...tuning(guest.memoryMiB), huge_pages: "off" }],
    ["Time zone of the homelab.", { timezone: site.timezone, log_timezone: site.timezone }],
    ...everywhere,
  ];
  return sections.map(sectionText).join("\n");
}

const everywhere: readonly Section[] = [
  [
    "TLS, which pg_hba.conf requires from every client outside this guest.",
    {
      ssl: true,
      ssl_cert_file: tls.certificate,
      ssl_key_file: tls.key,
      ssl_min_protocol_version: "TLSv1.2",
      password_encryption: "scram-sha-256",
    },
  ],
  [
    "One fast disk.",
    {
      random_page_cost: 1.1,
      effective_io_concurrency: 200,
      wal_compression: "zstd",
      min_wal_size: "256MB",
      max_wal_size: "2GB",
    },
  ],
  [
    "Statistics for the exporter.",
    { shared_preload_libraries: "pg_stat_statements", "pg_stat_statements.max": 2000, track_io_timing: true },
  ],
  [
    "No session holds locks for ever, and the server notices clients that are gone.",
    {
      idle_in_transaction_session_timeout: "10min",
      tcp_keepalives_idle: "2min",
      tcp_keepalives_interval: "30s",
      tcp_keepalives_count: 4,
    },
  ],
  [
    "Log slow statements and waits for locks.",
    {
      log_line_prefix: "%m [%p] %q%u@%d %h ",
      log_min_duration_statement: "1s",
      log_lock_waits: true,
      log_temp_files: "64MB",
      log_autovacuum_min_duration: "1min",
    },
  ],
];

function sectionText([comment, settings]: Section): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}`);
  return `# ${comment}\n${lines.join("\n")}\n`;
}

function quoted(value: Setting): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
