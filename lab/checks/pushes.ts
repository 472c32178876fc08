import { performance } from "node:perf_hooks";
import { lastLines } from "../text";
import { homelab, inside, pushAll, siteFile, type Scene } from "../scene";
import { project } from "../world";

const suite = "push";

/** The program itself makes the secrets, and pushes its bundle to every guest. */
export async function firstPush(scene: Scene): Promise<void> {
  const { tally, pushed, say } = scene;
  await tally.check("secrets", "homelab secrets create makes every secret that it can generate", async () => {
    const { code, stdout, stderr } = await homelab(scene, ["secrets", "create"]);
    return code === 0 ? undefined : stdout + stderr;
  });
  await tally.check("secrets", "a second run makes nothing", async () => {
    const { code, stdout, stderr } = await homelab(scene, ["secrets", "create"]);
    return code === 0 && stdout.includes("Made: 0 passwords and keys, 0 certificates") ? undefined : stdout + stderr;
  });
  say(`pushing ${pushed.join(", ")}; this takes a while, because packages are installed`);
  const { code, stdout, stderr } = await pushAll(scene);
  const about = (name: string): string => (stdout + stderr).replaceAll(new RegExp(`^(?!${name}\\b).*\n`, "gm"), "");
  await Promise.all(
    pushed.map((name) =>
      tally.check(suite, `${name} is pushed, and none of its units fails`, async () => {
        if (!new RegExp(`^${name}: .*files? changed`, "m").test(stdout))
          return `exit code ${code}\n${lastLines(about(name))}`;
        const failed = await inside(scene, name, ["systemctl", "--failed", "--plain", "--no-legend"]);
        return failed.stdout.trim() === "" ? undefined : `failed units:\n${failed.stdout}`;
      }),
    ),
  );
}

/** Pushes everything again, which must report no change. @returns how many seconds it took. */
export async function secondPush(scene: Scene, name = "a second push changes nothing"): Promise<number> {
  const started = performance.now();
  let seconds = 0;
  await scene.tally.check(suite, name, async () => {
    const { code, stdout, stderr } = await pushAll(scene);
    seconds = (performance.now() - started) / 1000;
    const changed = scene.pushed.filter((guest) => !stdout.split("\n").includes(`${guest}: 0 changes`));
    return code === 0 && changed.length === 0
      ? undefined
      : `exit code ${code}; guests that changed or failed: ${changed.join(", ")}\n${lastLines(stdout + stderr)}`;
  });
  return seconds;
}

/** Invalid requests are refused before anything is sent. */
export async function refusals(scene: Scene): Promise<void> {
  await scene.tally.check(suite, "an unknown guest is refused, with a suggestion", async () => {
    const { code, stderr } = await homelab(scene, ["push", "postgress"]);
    return code === 2 && stderr.includes("postgres") ? undefined : `exit code ${code}: ${stderr}`;
  });
  await scene.tally.check(suite, "an outdated plan is refused", async () => {
    const { code, stderr } = await homelab(scene, ["push", scene.complete[0] ?? "", "--expect", "0".repeat(64)]);
    return code === 1 && stderr.includes("is not the planned one") ? undefined : `exit code ${code}: ${stderr}`;
  });
  await scene.tally.check(suite, "without the key of the vault nothing is sent", async () => {
    const { world, plan } = scene;
    const without = ["env", "HOMELAB_AGE_KEY_FILE=/nowhere", `HOMELAB=${siteFile}`];
    const command = [...without, "sh", "-c", 'cd "$0" && exec node --require tsx/cjs cli/homelab.ts push "$1"'];
    const { code, stderr } = await world.run([...command, project, "redis"], { on: plan.operator });
    return code === 1 && /no key to decrypt it/.test(stderr) && stderr.includes("Nothing was sent")
      ? undefined
      : `exit code ${code}: ${stderr}`;
  });
}
