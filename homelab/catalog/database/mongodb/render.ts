import { mongodb as contract } from "../../../contracts";
import { content, leafOf, portOf, type Context, type Rendered, type Uses } from "../../../model";
import { template } from "../../../templates";
import { groupBy } from "../../../values/group-by";
import { serverConf } from "./conf";
import { files, reconciler, unit } from "./files";
import { usersFile, usersScript } from "./users";

/**
 * Our configuration instead of the package's, which stays unchanged. A restart of the server also runs the reconciler.
 */
const dropInText = `[Unit]
Wants=${reconciler}

[Service]
RuntimeDirectory=mongodb
ExecStartPre=${files.tunables}
EnvironmentFile=-/run/mongodb/tunables.env
ExecStart=
ExecStart=/usr/bin/mongod --config ${files.conf}
Restart=on-failure
RestartSec=5
`;

/**
 * The package turns off the C library's restartable sequences, because MongoDB's allocator registers its own. Those
 * fail on Linux 6.19 to 7.0.13, where MongoDB refuses to start unless the library keeps them on. A container runs the
 * host's kernel, so a script tests its version at each start.
 *
 * @see https://jira.mongodb.org/browse/SERVER-121912
 */
const tunablesText = template("mongodb/tunables.sh");

const unitText = `[Unit]
Description=Users of MongoDB
After=${unit}
Requires=${unit}

[Service]
Type=oneshot
RemainAfterExit=yes
User=mongodb
StateDirectory=homelab-mongodb
StateDirectoryMode=0700
RuntimeDirectory=homelab-mongodb
# mongosh writes a log and settings to its home.
Environment=HOME=/run/homelab-mongodb
ExecStart=/usr/bin/mongosh --quiet --norc --nodb ${files.script}
TimeoutStartSec=3min

[Install]
WantedBy=multi-user.target
`;

/** The server, and a user for each client's database. */
export function mongodbServer(context: Context<Uses, "root" | "exporter">): Rendered {
  const { guest, service, secrets } = context;
  const leaf = leafOf(guest);
  const clients = groupBy(context.clients(contract.contract), ({ request: { database } }) => database);
  const databases = [...clients].map(([database, own]) => ({
    database,
    password: own[0].secrets.password,
    sources: [...new Set(own.map(({ source }) => source))].toSorted(),
  }));
  const port = portOf(service.ports, "mongodb");
  const owner = "mongodb:mongodb";
  return {
    packages: ["mongodb-org-server", "mongodb-mongosh", "mongodb-database-tools"],
    files: [
      { path: files.conf, content: serverConf(guest, port) },
      { path: files.leaf, content: content`${leaf.key}\n${leaf.certificate}`, mode: "0600", owner },
      { path: files.users, content: usersFile(databases, secrets, port), mode: "0600", owner },
      { path: files.script, content: usersScript },
      { path: files.tunables, content: tunablesText, mode: "0755" },
      { path: files.dropIn, content: dropInText },
      { path: files.unit, content: unitText },
    ],
    checks: [{ file: files.conf, command: ["mongod", "--config", "{}", "--outputConfig"] }],
    units: [
      { name: unit, files: [files.conf, files.leaf, files.tunables] },
      { name: reconciler, files: [files.users, files.script] },
    ],
  };
}
