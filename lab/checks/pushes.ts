import { performance } from "node:perf_hooks";
import { lastLines } from "../text";
import { homelab, inside, pushAll, siteFile, type Scene } from "../scene";
import { project } from "../world";

const suite = "push";

/** Secrets are made, and every guest is given what it should have, by the program itself. */
export async function firstPush(scene: Scene): Promise<void> {
  const { tally, pushed, say } = scene;
  await tally.check("secrets", "homelab secrets create makes what can be made", async () => {
    const { code, stdout, stderr } = await homelab(scene, ["secrets", "create"]);
    return code === 0 ? undefined : stdout + stderr;
  });
  await tally.check("secrets", "a second one makes nothing", async () => {
    const { code, stdout, stderr } = await homelab(scene, ["secrets", "create"]);
    return code === 0 && stdout.includes("Made: 0 passwords and keys, 0 certificates") ? undefined : stdout + stderr;
  });
  say(`pushing ${pushed.join(", ")}; packages are installed, so this takes a while`);
  const { code, stdout, stderr } = await pushAll(scene);
  const about = (name: string): string => (stdout + stderr).replaceAll(new RegExp(`^(?!${name}\\b).*\n`, "gm"), "");
  await Promise.all(
    pushed.map((name) =>
      tally.check(suite, `${name} gets what it should have`, async () => {
        if (!new RegExp(`^${name}: .*files? changed`, "m").test(stdout))
          return `exit code ${code}\n${lastLines(about(name))}`;
        const failed = await inside(scene, name, ["systemctl", "--failed", "--plain", "--no-legend"]);
        return failed.stdout.trim() === "" ? undefined : `units that have failed:\n${failed.stdout}`;
      }),
    ),
  );
}

/** Everything again: it says that nothing changes, and nothing does. Answers how long it took. */
export async function secondPush(scene: Scene, name = "a second push changes nothing"): Promise<number> {
  const started = performance.now();
  let seconds = 0;
  await scene.tally.check(suite, name, async () => {
    const { code, stdout, stderr } = await pushAll(scene);
    seconds = (performance.now() - started) / 1000;
    const changed = scene.pushed.filter((guest) => !stdout.split("\n").includes(`${guest}: 0 changes`));
    return code === 0 && changed.length === 0
      ? undefined
      : `exit code ${code}; changed, or failed: ${changed.join(", ")}\n${lastLines(stdout + stderr)}`;
  });
  return seconds;
}

/** What is asked for in vain is refused before anything is sent. */
export async function refusals(scene: Scene): Promise<void> {
  await scene.tally.check(suite, "a guest that does not exist is refused, with the one that is meant", async () => {
    const { code, stderr } = await homelab(scene, ["push", "postgress"]);
    return code === 2 && stderr.includes("postgres") ? undefined : `exit code ${code}: ${stderr}`;
  });
  await scene.tally.check(suite, "a plan that is out of date is refused", async () => {
    const { code, stderr } = await homelab(scene, ["push", scene.complete[0] ?? "", "--expect", "0".repeat(64)]);
    return code === 1 && stderr.includes("something else than was planned")
      ? undefined
      : `exit code ${code}: ${stderr}`;
  });
  await scene.tally.check(suite, "without its key, the vault stays closed and nothing is sent", async () => {
    const { world, plan } = scene;
    const without = ["env", "HOMELAB_AGE_KEY_FILE=/nowhere", `HOMELAB=${siteFile}`];
    const command = [...without, "sh", "-c", 'cd "$0" && exec node --require tsx/cjs cli/homelab.ts push "$1"'];
    const { code, stderr } = await world.run([...command, project, "redis"], { on: plan.operator });
    return code === 1 && /no key to open it/.test(stderr) && stderr.includes("Nothing was sent")
      ? undefined
      : `exit code ${code}: ${stderr}`;
  });
}
