import { postgres, redis } from "../../homelab/contracts";
import { connectionsOf, type Connection, type Contract, type Secrets } from "../../homelab/model";
import { inside, valueOf, type Scene } from "../scene";

/** A connection to a database, as its client sees it. */
type To<Settings> = Pick<Connection<unknown, Settings>, "client" | "key" | "at" | "settings">;

type ToDatabase = To<postgres.PostgresSettings>;
type ToCache = To<redis.RedisSettings>;

/** Declared connections of a kind, between guests that are pushed. */
const between = <Request, Settings, S extends Secrets>(
  { lab, pushed }: Scene,
  contract: Contract<Request, Settings, S>,
): readonly To<Settings>[] =>
  connectionsOf(lab.connections, contract).filter(
    ({ provider, client }) => pushed.includes(provider.machine.name) && pushed.includes(client.machine.name),
  );

const nameOf = ({ client, key }: To<unknown>): string => `${client.service.name}.${key}`;

/** Uses every declared connection to a database from its client's guest, and checks that what is not declared fails. */
export async function databases(scene: Scene): Promise<void> {
  const sql = between(scene, postgres.contract);
  const cache = between(scene, redis.contract);
  await installClients(scene, new Set([...sql, ...cache].map(({ client }) => client.machine.name)));
  await Promise.all([
    ...sql.map((each) => oneDatabase(scene, each, sql)),
    ...cache.map((each) => oneCache(scene, each)),
  ]);
}

/** Installs what applications bring themselves. It comes from the package cache, like all packages. */
async function installClients(scene: Scene, guests: ReadonlySet<string>): Promise<void> {
  const packages = ["postgresql-client", "redis-tools"];
  await Promise.all(
    [...guests].map((name) =>
      scene.tally.check("packages", `${name} installs database clients from the package cache`, async () => {
        const install = ["apt-get", "--quiet", "--quiet", "--yes", "--no-install-recommends", "install", ...packages];
        const { code, stdout, stderr } = await inside(scene, name, [
          "env",
          "DEBIAN_FRONTEND=noninteractive",
          ...install,
        ]);
        return code === 0 ? undefined : stdout + stderr;
      }),
    ),
  );
}

/** Checks one database from its client's guest: the certificate is valid, and unencrypted connections are refused. */
async function oneDatabase(scene: Scene, connection: ToDatabase, all: readonly ToDatabase[]): Promise<void> {
  const { tally } = scene;
  const suite = "PostgreSQL";
  const { settings } = connection;
  const name = nameOf(connection);
  const password = await valueOf(scene, settings.password);
  const ask = (change: Partial<Sql>) => psql(scene, connection, { database: settings.database, password, ...change });
  await tally.check(suite, `${name} logs in to ${settings.database} over TLS that its guest trusts`, async () => {
    const { code, stdout, stderr } = await ask({
      query: "select current_user, ssl from pg_stat_ssl where pid = pg_backend_pid()",
    });
    return code === 0 && stdout.trim() === `${settings.user}|t` ? undefined : stdout + stderr;
  });
  await tally.check(suite, `${name} creates, fills and drops a table`, async () => {
    const { code, stderr } = await ask({
      query: "create table lab (id int); insert into lab values (1); drop table lab",
    });
    return code === 0 ? undefined : stderr;
  });
  const refused = (what: string, change: Partial<Sql>, words: RegExp) =>
    tally.check(suite, `${name} ${what}`, async () => {
      const { code, stdout, stderr } = await ask(change);
      return code !== 0 && words.test(stderr) ? undefined : `exit code ${code}: ${stdout}${stderr}`;
    });
  const denied = /no pg_hba\.conf entry|rejects connection|permission denied|authentication failed/;
  await refused("is refused without TLS", { mode: "disable" }, denied);
  await refused("is refused with a wrong password", { password: "wrong" }, /authentication failed/);
  const foreign = [...new Set(all.map((each) => each.settings.database)), "postgres"];
  await Promise.all(
    foreign
      .filter((database) => database !== settings.database)
      .map((database) => refused(`is refused access to the database ${database}`, { database }, denied)),
  );
}

export interface Sql {
  readonly database: string;
  readonly password: string;
  readonly query?: string;
  /** @default "verify-full" */
  readonly mode?: "disable" | "verify-full";
}

/** Queries a server from the client's guest. The password is passed on standard input. */
export function psql(
  scene: Scene,
  connection: ToDatabase,
  { database, password, query = "select 1", mode = "verify-full" }: Sql,
) {
  const { host, port, user } = connection.settings;
  const target = `host=${host} port=${port} dbname=${database} user=${user} connect_timeout=5 sslmode=${mode} sslrootcert=/etc/ssl/certs/ca-certificates.crt`;
  const script =
    'IFS= read -r PGPASSWORD; export PGPASSWORD; exec psql --no-psqlrc --no-align --tuples-only --command "$2" "$1"';
  return inside(scene, connection.client.machine.name, ["sh", "-c", script, "sh", target, query], `${password}\n`);
}

async function oneCache(scene: Scene, connection: ToCache): Promise<void> {
  const { tally } = scene;
  const suite = "Redis";
  const { number, prefix, password, user } = connection.settings;
  const name = nameOf(connection);
  const value = await valueOf(scene, password);
  const answers = (what: string, words: readonly string[], answer: RegExp, options: Partial<RedisAsk> = {}) =>
    tally.check(suite, `${name} ${what}`, async () => {
      const { stdout, stderr } = await redisCli(scene, connection, { password: value, number, words, ...options });
      return answer.test(stdout + stderr) ? undefined : stdout + stderr;
    });
  await answers(`logs in as ${user} and writes a key below ${prefix}`, ["set", `${prefix}lab`, "1"], /^OK$/m);
  await answers("reads it again", ["get", `${prefix}lab`], /^1$/m);
  await answers("deletes it", ["del", `${prefix}lab`], /^1$/m);
  await answers("cannot read the keys of other clients", ["get", "somebody:else"], /NOPERM/);
  await answers("cannot empty the server", ["flushall"], /NOPERM/);
  await answers("cannot reconfigure the server", ["config", "set", "maxmemory", "1mb"], /NOPERM/);
  await answers("is refused with a wrong password", ["ping"], /WRONGPASS|NOAUTH/, { password: "wrong" });
}

export interface RedisAsk {
  readonly password: string;
  readonly number: number;
  readonly words: readonly string[];
}

/** Sends a command to a server from the client's guest. */
export function redisCli(scene: Scene, connection: ToCache, { password, number, words }: RedisAsk) {
  const { host, port, user } = connection.settings;
  const tls = connection.at.tls ? ["--tls", "--cacert", "/etc/ssl/certs/ca-certificates.crt"] : [];
  const target = ["-h", host, "-p", String(port), "--user", user, "-n", String(number), ...tls];
  const script = 'IFS= read -r REDISCLI_AUTH; export REDISCLI_AUTH; exec redis-cli --no-auth-warning "$@"';
  return inside(
    scene,
    connection.client.machine.name,
    ["sh", "-c", script, "sh", ...target, ...words],
    `${password}\n`,
  );
}
