import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { cacheGB } from "../../../homelab/catalog/database/mongodb/conf";
import { bundleFor, fileText } from "../../support/bundles";

const bundle = bundleFor("mongodb");
const users = fileText(bundle, "/etc/homelab/mongodb/users.json");
const script = fileText(bundle, "/etc/homelab/mongodb/users.js");

test("it requires a login and TLS, and listens at its own address", () => {
  expect(parse(fileText(bundle, "/etc/homelab/mongodb/mongod.conf"))).toMatchObject({
    net: { bindIp: "127.0.0.1,10.0.20.11", tls: { mode: "requireTLS" } },
    security: { authorization: "enabled" },
    storage: { wiredTiger: { engineConfig: { cacheSizeGB: 1.2 } } },
  });
  expect(cacheGB(512)).toBe(0.3);
});

test("a user may read and write only the database of its name, the exporter none, each from its own source", () => {
  const declared = JSON.parse(users) as {
    users: {
      db: string;
      user: string;
      roles: { role: string; db: string }[];
      authenticationRestrictions: { clientSource: string[] }[];
    }[];
  };
  expect(
    declared.users.map(
      ({ db, user, roles, authenticationRestrictions: [from] }) =>
        `${user}@${db} from ${from?.clientSource.join(" ")}: ${roles.map((one) => `${one.role}@${one.db}`).join(" ")}`,
    ),
  ).toEqual([
    "root@admin from 127.0.0.1: root@admin",
    "exporter@admin from 127.0.0.1: clusterMonitor@admin read@local",
    "webapp_shop@webapp_shop from 10.0.40.20: readWrite@webapp_shop",
    "ci@ci from 10.0.40.10: readWrite@ci",
  ]);
});

const failure = (code: number, message: string) => Object.assign(new Error(message), { code });

interface Account {
  user: string;
  pwd: string;
  roles: unknown[];
}

/** The part of a server that the script uses: accounts, a login, and the exception for the first user. */
function server() {
  const accounts = new Map<string, Account>();
  let broken: Error | undefined;
  class Mongo {
    entered = false;
    getDB(db: string) {
      const demand = (): void => {
        if (!this.entered && accounts.size > 0) throw failure(13, "requires authentication");
      };
      return {
        auth: (user: string, pwd: string): void => {
          if (broken !== undefined) throw broken;
          if (accounts.get(`${db}.${user}`)?.pwd !== pwd) throw failure(18, "Authentication failed.");
          this.entered = true;
        },
        getUser: (user: string) => accounts.get(`${db}.${user}`) ?? null,
        createUser: (account: Account): void => {
          demand();
          // The exception for the first user only allows creating it.
          if (!this.entered && "authenticationRestrictions" in account) throw failure(13, "not authorized");
          accounts.set(`${db}.${account.user}`, { ...account });
        },
        updateUser: (user: string, change: Partial<Account>): void => {
          demand();
          Object.assign(accounts.get(`${db}.${user}`) as Account, change);
        },
        getCollection: () => ({
          find: () => ({
            toArray: () =>
              [...accounts].map(([id, { user, roles }]) => ({ _id: id, db: id.split(".")[0], user, roles })),
          }),
        }),
      };
    }
  }
  const files = new Map<string, string>();
  const said: string[] = [];
  const fs = {
    readFileSync: (path: string) => files.get(path),
    existsSync: (path: string) => files.has(path),
    writeFileSync: (path: string, text: string) => files.set(path, text),
  };
  const run = (password: string): void => {
    files.set("/etc/homelab/mongodb/users.json", users.replaceAll("<plain of mongodb/password>", password));
    const process = { env: { STATE_DIRECTORY: "/state" } };
    runInNewContext(script, { Mongo, process, require: () => fs, print: (line: string) => said.push(line) });
  };
  return { accounts, files, said, run, fault: (error: Error) => void (broken = error) };
}

describe("the script that creates users", () => {
  test("begins with the administrator, and prints nothing the second time", () => {
    const { accounts, said, run } = server();
    run("one");
    expect([...accounts.keys()]).toEqual(["admin.root", "admin.exporter", "webapp_shop.webapp_shop", "ci.ci"]);
    expect(said.splice(0)).toHaveLength(3);
    run("one");
    expect(said).toEqual([]);
  });

  test("sets the administrator's new password by logging in with the previous one", () => {
    const { accounts, run } = server();
    run("one");
    run("two");
    expect(accounts.get("admin.root")?.pwd).toBe("two");
  });

  test("keeps a user that is no longer declared, removes its roles, and reports it", () => {
    const { accounts, said, run } = server();
    run("one");
    accounts.set("old.old", { user: "old", pwd: "x", roles: ["readWrite"] });
    said.splice(0);
    run("one");
    expect(accounts.get("old.old")?.roles).toEqual([]);
    expect(said).toEqual(["Nothing declares the user old of old. It is kept, and has no role."]);
  });

  test("fails with a fix if no known password is accepted", () => {
    const { accounts, files, run } = server();
    run("one");
    files.delete("/state/root");
    expect(() => run("two")).toThrow(
      /neither the declared password of the administrator nor the previous one \(\/state\/root\)\. Fix: .*systemctl restart/,
    );
    files.set("/state/root", "one\n");
    run("two");
    expect(accounts.get("admin.root")?.pwd).toBe("two");
  });

  test("does not mistake an unreachable server for a wrong password", () => {
    const { files, run, fault } = server();
    run("one");
    fault(failure(89, "connection timed out"));
    expect(() => run("two")).toThrow("connection timed out");
    expect(files.get("/state/root")).toBe("one");
  });
});
