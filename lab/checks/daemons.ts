import { packagesAnswer, sshAnswers } from "../furnish";
import type { Scene } from "../scene";

const suite = "lab";

/** What a push and its guests need of their host does not stay away when it ends: guests would wait for it in vain. */
export async function daemons(scene: Scene): Promise<void> {
  await scene.tally.check(
    suite,
    "a client that goes away in the middle does not end the way to the package cache",
    async () => {
      const before = await processOf(scene, "relay");
      await killed(scene, "relay", "PIPE");
      await packagesAnswer(scene);
      const after = await processOf(scene, "relay");
      return before === after ? undefined : `Process ${before} has ended, and ${after} has taken its place.`;
    },
  );
  await restarted(scene, "relay", packagesAnswer);
  await restarted(scene, "cache", packagesAnswer);
  await restarted(scene, "ssh", sshAnswers);
}

async function restarted(scene: Scene, name: string, answers: (scene: Scene) => Promise<void>): Promise<void> {
  await scene.tally.check(suite, `${name}, killed, is started again`, async () => {
    await killed(scene, name, "KILL");
    await answers(scene);
    return undefined;
  });
}

const processOf = async ({ world }: Scene, name: string): Promise<string> =>
  (await world.must(["cat", `/lab/log/${name}.pid`])).trim();

async function killed(scene: Scene, name: string, signal: string): Promise<void> {
  const pid = await processOf(scene, name);
  await scene.world.must(["kill", "-s", signal, pid]);
}
