import { caFile, contentOf, type Content, type Secret } from "../../../model";
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
export const usersScript = `// Users as they are declared in ${files.users}. Run by mongosh in homelab-mongodb.service.
const fs = require("fs");

const { uri, users } = JSON.parse(fs.readFileSync("${files.users}", "utf8"));
const root = users.find(({ user }) => user === "root").pwd;
const memory = process.env.STATE_DIRECTORY + "/root";
const mechanisms = ["SCRAM-SHA-256"];
const open = () => new Mongo(uri);

// A connection as the administrator, if that is the password.
function entered(password) {
  const client = open();
  try {
    client.getDB("admin").auth("root", password);
    return client;
  } catch (error) {
    // AuthenticationFailed. Whatever else it is, another password would not help.
    if (error.code === 18) return null;
    throw error;
  }
}

// While there is no user at all, whoever comes from this machine may make the first one, and no more than that.
function made() {
  try {
    open().getDB("admin").createUser({ user: "root", pwd: root, roles: ["root"], mechanisms });
  } catch (error) {
    // Unauthorized.
    if (error.code !== 13) throw error;
    throw new Error(
      "The administrator's password is neither the declared one nor the one before (" + memory + "). Fix: Give that file " +
        "the password that the server has, install -o mongodb -m 600 /dev/stdin " + memory + ", and then " +
        "systemctl restart ${reconciler}; it sets the declared one."
    );
  }
  return entered(root);
}

// A connection by the password before; it gets the declared one.
function renewed() {
  const client = fs.existsSync(memory) ? entered(fs.readFileSync(memory, "utf8").trim()) : null;
  if (client !== null) client.getDB("admin").updateUser("root", { pwd: root, mechanisms });
  return client;
}

const client = entered(root) || renewed() || made();
const admin = client.getDB("admin");
fs.writeFileSync(memory, root, { mode: 0o600 });

for (const { db, user, ...is } of users) {
  const place = client.getDB(db);
  if (place.getUser(user) === null) {
    place.createUser({ user, ...is, mechanisms });
    print("Made the user " + user + " of " + db + ".");
  } else {
    place.updateUser(user, { ...is, mechanisms });
  }
}

const declared = new Set(users.map(({ db, user }) => db + "." + user));
for (const { _id: id, db, user, roles } of admin.getCollection("system.users").find().toArray()) {
  if (declared.has(id)) continue;
  print("Nothing declares the user " + user + " of " + db + ". It is kept, and has no role.");
  if (roles.length > 0) client.getDB(db).updateUser(user, { roles: [] });
}
`;
