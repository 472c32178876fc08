import { postgres as contract } from "../../../contracts";
import { content, leafOf, type Context, type Rendered, type Uses } from "../../../model";
import { serverSettings } from "./conf";
import { cluster, data, files, reconciler, server, tls, unit } from "./files";
import { hostBasedAuthentication } from "./hba";
import { rolesSql } from "./roles";
import { versions } from "../../../versions";

/**
 * An upgrade of the package stops and starts the server. The reconciler requires the server and stops with it, so
 * `Wants` starts it again. Debian's unit never restarts the server, so that `pg_ctlcluster stop` works. Here too, a
 * server that was stopped exits with 0 and stays stopped, but one that was killed restarts. If a backend runs out of
 * memory, the server itself handles it.
 */
const dropInText = `[Unit]
Wants=${reconciler}

[Service]
Restart=on-failure
RestartPreventExitStatus=0
RestartSec=5
OOMPolicy=continue
`;

const unitText = `[Unit]
Description=Roles and databases of the homelab
After=${unit}
Requires=${unit}

[Service]
Type=oneshot
RemainAfterExit=yes
User=postgres
ExecStart=/usr/bin/psql --no-psqlrc --quiet --tuples-only --output=/dev/null --file=${files.roles} postgres

[Install]
WantedBy=multi-user.target
`;

/** A package of another major version creates another cluster; the old one keeps data and port. */
const onlyCluster = `[[ $(pg_lsclusters --no-header | awk '$4 ~ /online/ { print $1 "/" $2, $3 }') == "${cluster} 5432" ]] || ! pg_lsclusters`;

/** The server, its clients' access, and each client's database. */
export function postgresServer(context: Context<Uses, "superuser" | "exporter">): Rendered {
  const { guest, secrets: own } = context;
  const leaf = leafOf(guest);
  const clients = context.clients(contract.contract);
  const databases = new Map(
    clients.map(({ request: { database }, secrets: { password } }) => [database, { database, password }]),
  );
  const entrants = clients.map(({ request: { database }, source }) => ({ database, role: database, source }));
  const owner = "postgres:postgres";
  return {
    // Recommended packages are not installed, so logrotate, which rotates the server's logs, is named.
    packages: [`postgresql-${versions.postgresql}`, "logrotate"],
    files: [
      { path: files.conf, content: serverSettings(context) },
      { path: files.hba, content: hostBasedAuthentication(entrants), mode: "0640", owner },
      { path: tls.certificate, content: content`${leaf.certificate}` },
      { path: tls.key, content: content`${leaf.key}`, mode: "0600", owner },
      { path: files.roles, content: rolesSql([...databases.values()], own), mode: "0600", owner },
      { path: files.dropIn, content: dropInText },
      { path: files.unit, content: unitText },
    ],
    checks: [
      {
        file: files.conf,
        command: [server, "-C", "shared_buffers", "--config-file={}", "-D", data],
      },
    ],
    units: [
      { name: unit, files: [files.conf] },
      { name: unit, files: [files.hba, tls.certificate, tls.key], onChange: "reload" },
      { name: reconciler, files: [files.roles] },
    ],
    health: [
      { name: "PostgreSQL answers at its address", command: ["pg_isready", "--quiet", `--host=${guest.address}`] },
      {
        name: "every line of pg_hba.conf is valid",
        command: asPostgres("SELECT 1 / (count(*) = 0)::int FROM pg_hba_file_rules WHERE error IS NOT NULL"),
      },
      {
        name: `PostgreSQL ${versions.postgresql} answers, and no other cluster runs (docs/decisions/17-updates.md)`,
        command: ["bash", "-c", onlyCluster],
      },
    ],
  };
}

/** Runs a query as the superuser; fails if the query does. */
function asPostgres(query: string): readonly string[] {
  return [
    "runuser",
    "--user",
    "postgres",
    "--",
    "psql",
    "--no-psqlrc",
    "--quiet",
    "--tuples-only",
    `--command=${query}`,
  ];
}
