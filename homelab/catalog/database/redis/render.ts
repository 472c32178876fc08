import { redis as contract } from "../../../contracts";
import { content, portOf, type Client, type Context, type Rendered, type Uses } from "../../../model";
import { template } from "../../../templates";
import { groupBy } from "../../../values/group-by";
import { serverConf } from "./conf";
import { files, unit } from "./files";
import { accessList, type RedisUser } from "./users";

/** Our configuration instead of Debian's, which stays unchanged, as does Debian's unit with its sandbox. */
const dropInText = `[Service]
ExecStart=
ExecStart=/usr/bin/redis-server ${files.conf}
# As root, who alone may read the administrator's password, and outside the server's sandbox.
ExecReload=+${files.cli} -e acl load
`;

const cliText = template("redis/cli.sh", { password: files.admin });

/** The server, and a user with a key prefix for each application. */
export function redisServer(context: Context<Uses, "admin" | "exporter">): Rendered {
  const { guest, service, secrets } = context;
  const port = portOf(service.ports, "redis");
  const users = usersOf(context.clients(contract.contract));
  const owner = "root:redis";
  return {
    packages: ["redis-server", "redis-tools"],
    files: [
      { path: files.conf, content: serverConf(guest, port, users) },
      { path: files.users, content: accessList(users, secrets), mode: "0640", owner },
      { path: files.admin, content: content`REDISCLI_AUTH=${secrets.admin}\n`, mode: "0600" },
      { path: files.cli, content: cliText, mode: "0700" },
      { path: files.dropIn, content: dropInText },
    ],
    checks: [{ file: files.cli, command: ["bash", "-n", "{}"] }],
    units: [
      // Restart: after a change of the administrator's password, a reload could not log in.
      { name: unit, files: [files.conf, files.admin] },
      { name: unit, files: [files.users], onChange: "reload" },
    ],
    health: [{ name: "Redis answers its administrator", command: [files.cli, "-e", "ping"] }],
  };
}

/** An application that uses several numbers is one user. */
function usersOf(clients: readonly Client<contract.RedisRequest, contract.RedisSecrets>[]): readonly RedisUser[] {
  return [...groupBy(clients, ({ name }) => name)].map(([name, own]) => ({
    name,
    prefix: `${name}:`,
    password: own[0].secrets.user,
    numbers: [...new Set(own.map(({ request: { number } }) => number))],
  }));
}
