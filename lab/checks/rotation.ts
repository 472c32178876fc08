import { postgres, redis } from "../../homelab/contracts";
import { connectionsOf, secretName, type Connection, type Secret } from "../../homelab/model";
import { homelab, valueOf, type Scene } from "../scene";
import { lastLines } from "../text";
import { psql, redisCli } from "./databases";

const suite = "rotation";

/** A password gets a new value: the new one works, and the old one is refused. */
export async function rotation(scene: Scene): Promise<void> {
  const { lab, complete } = scene;
  const isHere = ({ provider, client }: Pick<Connection, "provider" | "client">): boolean =>
    complete.includes(provider.machine.name) && complete.includes(client.machine.name);
  const sql = connectionsOf(lab.connections, postgres.contract).find(isHere);
  const cache = connectionsOf(lab.connections, redis.contract).find(isHere);
  if (sql !== undefined) {
    const { password, database } = sql.settings;
    await rotated(scene, password, async (value) => {
      const { code, stdout, stderr } = await psql(scene, sql, { database, password: value });
      return { works: code === 0, refused: /authentication failed/.test(stderr), said: stdout + stderr };
    });
  }
  if (cache !== undefined) {
    const { password, number } = cache.settings;
    await rotated(scene, password, async (value) => {
      const { stdout, stderr } = await redisCli(scene, cache, { password: value, number, words: ["ping"] });
      const said = stdout + stderr;
      return { works: /^PONG$/m.test(said), refused: /WRONGPASS|NOAUTH/.test(said), said };
    });
  }
}

interface Answer {
  readonly works: boolean;
  readonly refused: boolean;
  readonly said: string;
}

async function rotated(scene: Scene, secret: Secret, ask: (value: string) => Promise<Answer>) {
  const { tally } = scene;
  const name = secretName(secret);
  const old = await valueOf(scene, secret);
  await tally.check(suite, `homelab secrets rotate ${name}`, async () => {
    if (!(await ask(old)).works) return "The old value does not work even before the rotation.";
    const { code, stdout, stderr } = await homelab(scene, ["secrets", "rotate", name]);
    return code === 0 ? undefined : `exit code ${code}\n${lastLines(stdout + stderr)}`;
  });
  await tally.check(suite, `${name}: the new value works`, async () => {
    const fresh = await valueOf(scene, secret);
    if (fresh === old) return "The vault still has the old value.";
    const { works, said } = await ask(fresh);
    return works ? undefined : said;
  });
  await tally.check(suite, `${name}: the old value is refused`, async () => {
    const { refused, said } = await ask(old);
    return refused ? undefined : said || "The old value still works.";
  });
}
