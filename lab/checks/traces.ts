import { bundles, bundleSecrets } from "../../homelab/bundle";
import { views } from "../../homelab/model";
import { inside, valueOf, type Scene } from "../scene";

const suite = "secrets";

/** A search that cannot find anything proves nothing, so it must find this value. */
const control = "a-value-that-is-there";
const controlFile = "/run/homelab-lab-control";

/** Values of generated secrets are only where they are needed: in no log, and not on the operator's disk. */
export async function traces(scene: Scene): Promise<void> {
  const { lab, pushed, tally, world } = scene;
  const generated = new Map(
    pushed.map((name) => {
      const bundle = views(lab)(bundles).get(name);
      const secrets = bundle === undefined ? [] : bundleSecrets(bundle);
      return [name, secrets.filter(({ kind }) => kind === "generated")] as const;
    }),
  );
  const holders = [...generated].filter(([, secrets]) => secrets.length > 0);
  const linesOf = async (secrets: (typeof holders)[number][1]): Promise<string> =>
    (await Promise.all(secrets.map((secret) => valueOf(scene, secret)))).join("\n");
  await Promise.all(
    holders.map(([name, secrets]) =>
      tally.check(suite, `no log of ${name} contains the value of a secret`, async () => {
        const script = `echo ${control} >${controlFile}; exec "$@"`;
        const places = ["/var/log", "/run/log", controlFile];
        const input = `${await linesOf(secrets)}\n${control}\n`;
        const { stdout } = await inside(scene, name, ["sh", "-c", script, "sh", ...search, ...places], input);
        return stdout === `${controlFile}\n` ? undefined : `expected in ${controlFile} alone, but found in:\n${stdout}`;
      }),
    ),
  );
  await tally.check(suite, "neither the operator's nor the host's disk contains the value of a secret", async () => {
    const all = await linesOf(holders.flatMap(([, secrets]) => secrets));
    const { stdout } = await world.run(
      [...search, "/root", "/tmp", "/var/tmp", "/var/log", "/run", "/lab/ssh", "/lab/log"],
      {
        input: all,
      },
    );
    return stdout === "" ? undefined : `found in:\n${stdout}`;
  });
}

const search = [
  "grep",
  "--recursive",
  "--fixed-strings",
  "--files-with-matches",
  "--no-messages",
  "--text",
  "--devices=skip",
  "--file=-",
];
