// @param users  file with the address of the server and the declared users
// @param unit   systemd unit that runs this
// Brings users to the state declared in @users@. Run by mongosh in homelab-mongodb.service.
const fs = require("fs");

const { uri, users } = JSON.parse(fs.readFileSync("@users@", "utf8"));
const root = users.find(({ user }) => user === "root").pwd;
const memory = process.env.STATE_DIRECTORY + "/root";
const mechanisms = ["SCRAM-SHA-256"];
const open = () => new Mongo(uri);

// A connection as the administrator; null if the password is wrong.
function entered(password) {
  const client = open();
  try {
    client.getDB("admin").auth("root", password);
    return client;
  } catch (error) {
    // AuthenticationFailed. With any other error, another password would not help.
    if (error.code === 18) return null;
    throw error;
  }
}

// While no user exists, a connection from this machine may create the first one, and nothing else.
function made() {
  try {
    open().getDB("admin").createUser({ user: "root", pwd: root, roles: ["root"], mechanisms });
  } catch (error) {
    // Unauthorized.
    if (error.code !== 13) throw error;
    throw new Error(
      "The server accepts neither the declared password of the administrator nor the previous one (" + memory + "). Fix: " +
        "Write the password that the server has to that file: install -o mongodb -m 600 /dev/stdin " + memory + ". Then run " +
        "systemctl restart @unit@, which sets the declared one."
    );
  }
  return entered(root);
}

// A connection with the previous password; sets the declared one.
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
    print("Created the user " + user + " of " + db + ".");
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
