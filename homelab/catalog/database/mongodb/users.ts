import { contentOf, type Content, type Secret } from "../../../model";
import { authorityFile, files } from "./files";

/** A database that is declared, with the password of its user. */
export interface Declared {
  readonly database: string;
  readonly password: Secret;
}

/** Who may do what: the administrator, the exporter, and for each database a user of the same name. */
export function usersFile(
  databases: readonly Declared[],
  { root, exporter }: { readonly root: Secret; readonly exporter: Secret },
): Content {
  return contentOf((hold) => {
    const users = [
      {
        db: "admin",
        user: "exporter",
        pwd: hold(exporter),
        roles: [
          { role: "clusterMonitor", db: "admin" },
          { role: "read", db: "local" },
        ],
      },
      ...databases.map(({ database, password }) => ({
        db: database,
        user: database,
        pwd: hold(password),
        roles: [{ role: "readWrite", db: database }],
      })),
    ];
    return `${JSON.stringify({ root: hold(root), users }, undefined, 2)}\n`;
  });
}

const uri = [
  "mongodb://127.0.0.1:27017/?directConnection=true",
  "tls=true",
  `tlsCAFile=${encodeURIComponent(authorityFile)}`,
  // The server says that it has started before it listens.
  "serverSelectionTimeoutMS=60000",
].join("&");

/**
 * Makes users what is declared, as often as it is run. It never drops anything: a user that is declared nowhere any more
 * stays without a role, and is named in the log. The administrator's last password is kept, for the day of a new one.
 */
export const usersScript = `// Users as they are declared in ${files.users}. Run by mongosh in homelab-mongodb.service.
const fs = require("fs");

const { root, users } = JSON.parse(fs.readFileSync("${files.users}", "utf8"));
const memory = process.env.STATE_DIRECTORY + "/root";
const mechanisms = ["SCRAM-SHA-256"];
const open = () => new Mongo("${uri}");

// A connection as the administrator, if that is the password.
function entered(password) {
  const client = open();
  try {
    client.getDB("admin").auth("root", password);
    return client;
  } catch (error) {
    return null;
  }
}

// While there is no user at all, whoever comes from this machine may make the first one.
function made() {
  try {
    open().getDB("admin").createUser({ user: "root", pwd: root, roles: ["root"], mechanisms });
  } catch (error) {
    throw new Error("The administrator's password is neither the declared one nor the one before: " + error.message);
  }
  return entered(root);
}

// A connection by the password before; it gets the declared one.
function renewed() {
  const client = fs.existsSync(memory) ? entered(fs.readFileSync(memory, "utf8")) : null;
  if (client !== null) client.getDB("admin").updateUser("root", { pwd: root, mechanisms });
  return client;
}

const client = entered(root) || renewed() || made();
const admin = client.getDB("admin");
fs.writeFileSync(memory, root, { mode: 0o600 });

for (const { db, user, pwd, roles } of users) {
  const place = client.getDB(db);
  if (place.getUser(user) === null) {
    place.createUser({ user, pwd, roles, mechanisms });
    print("Made the user " + user + " of " + db + ".");
  } else {
    place.updateUser(user, { pwd, roles, mechanisms });
  }
}

const declared = new Set(users.map(({ db, user }) => db + "." + user).concat("admin.root"));
for (const { _id: id, db, user, roles } of admin.getCollection("system.users").find().toArray()) {
  if (declared.has(id)) continue;
  print("Nothing declares the user " + user + " of " + db + ". It is kept, and has no role.");
  if (roles.length > 0) client.getDB(db).updateUser(user, { roles: [] });
}
`;
