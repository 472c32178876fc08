import { packagesAnswer, sshAnswers } from "../furnish";
import type { Scene } from "../scene";

const suite = "lab";

/** Daemons of the host that a push and its guests need are started again when they end: guests would wait in vain. */
export async function daemons(scene: Scene): Promise<void> {
  await scene.tally.check(suite, "the relay to the package cache survives a client that disconnects", async () => {
    const before = await processOf(scene, "relay");
    await killed(scene, "relay", "PIPE");
    await packagesAnswer(scene);
    const after = await processOf(scene, "relay");
    return before === after ? undefined : `Process ${before} ended, and ${after} replaced it.`;
  });
  await restarted(scene, "relay", packagesAnswer);
  await restarted(scene, "cache", packagesAnswer);
  await restarted(scene, "ssh", sshAnswers);
}

async function restarted(scene: Scene, name: string, answers: (scene: Scene) => Promise<void>): Promise<void> {
  await scene.tally.check(suite, `${name} is started again after it is killed`, async () => {
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
