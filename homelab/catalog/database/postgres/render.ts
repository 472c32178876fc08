import { postgres as contract } from "../../../contracts";
import { content, leafOf, type Context, type Rendered, type Uses } from "../../../model";
import { serverSettings } from "./conf";
import { cluster, data, files, reconciler, server, tls, unit } from "./files";
import { hostBasedAuthentication } from "./hba";
import { rolesSql } from "./roles";
import { versions } from "../../../versions";

/**
 * An upgrade of the package stops the server and starts it again; what requires it stops with it, and is wanted again.
 * Debian's unit restarts nothing, so that `pg_ctlcluster stop` works: a server that was stopped ends with 0 and stays
 * stopped here as well, one that was killed comes back. A backend that runs out of memory is the business of the server.
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

/** A package of another major version makes a cluster of its own beside the old one, which keeps data and port. */
const onlyCluster = `[[ $(pg_lsclusters --no-header | awk '$4 ~ /online/ { print $1 "/" $2, $3 }') == "${cluster} 5432" ]] || ! pg_lsclusters`;

/** The server, who may connect to it, and each client's database. */
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
    // Without recommendations: what turns its logs over has to be named.
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
        name: "every line of pg_hba.conf is understood",
        command: asPostgres("SELECT 1 / (count(*) = 0)::int FROM pg_hba_file_rules WHERE error IS NOT NULL"),
      },
      {
        name: `it is PostgreSQL ${versions.postgresql} that answers, and no other cluster runs (docs/decisions/17-updates.md)`,
        command: ["bash", "-c", onlyCluster],
      },
    ],
  };
}

/** Fails when the query does. */
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
