import { homelab, inside, machineNamed, pushVariant, type Scene } from "../scene";
import { portOf } from "../plan";
import { halt, trace } from "../variant";
import { tool } from "../world";
import { lastLines } from "../text";

const suite = "faults";

/** Causes the faults of a real house, one after the other. After each, everything must be as declared again. */
export async function faults(scene: Scene): Promise<void> {
  const containers = scene.complete.filter((name) => machineNamed(scene, name).machine?.kind === "lxc");
  // Redis loses data when a fault is handled badly, so it is the first choice.
  const guest = containers.find((name) => name === "redis") ?? containers.at(-1);
  if (guest === undefined) return;
  await refusedVariants(scene, guest);
  await cut(scene, guest);
  await twoAtOnce(scene, guest);
  await fullDisk(scene, guest);
  await broughtSecret(scene, guest);
  await withoutNames(scene, guest);
  await withoutUplink(scene, guest);
  await strangeHost(scene, guest);
  await switchedOff(scene, guest);
}

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A complaint, unless the command ended with this code and its output matches. */
function ended({ code, stdout, stderr }: Ending, wanted: number, words: RegExp): string | undefined {
  const said = stdout + stderr;
  return code === wanted && words.test(said)
    ? undefined
    : `exit code ${code}; expected ${wanted}, and output that matches ${words}:\n${lastLines(said)}`;
}

/** Checks that the file that variants write exists, or that it does not. */
async function traced(scene: Scene, guest: string, isThere: boolean): Promise<string | undefined> {
  const { code } = await inside(scene, guest, ["test", "-e", trace]);
  return (code === 0) === isThere ? undefined : `${trace} ${isThere ? "does not exist" : "exists"}.`;
}

/** `homelab push` brings what homelab.yaml declares, so the file of a variant is removed. */
async function restored(scene: Scene, guest: string, name = "  and the next push restores the guest"): Promise<void> {
  await scene.tally.check(suite, name, async () => {
    const wrong = ended(await homelab(scene, ["push", guest]), 0, new RegExp(`^${guest}: `, "m"));
    return wrong ?? traced(scene, guest, false);
  });
}

async function refusedVariants(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "a push names a package that does not exist, and touches no file", async () =>
    ended(
      await pushVariant(scene, "no-package", guest),
      1,
      /homelab-no-such-package[^]*Only APT's own files were changed/,
    ),
  );
  await tally.check(suite, "  the file of the variant is absent", () => traced(scene, guest, false));
  await tally.check(suite, "a push reports what is not healthy after a change", async () =>
    ended(await pushVariant(scene, "unhealthy", guest), 1, /never/),
  );
  await tally.check(suite, "  and the previous files are back", () => traced(scene, guest, false));
  await restored(scene, guest, "  and everything runs with them");
}

async function cut(scene: Scene, guest: string): Promise<void> {
  const { tally, world } = scene;
  await tally.check(suite, "a push survives a connection that breaks halfway", async () => {
    const push = pushVariant(scene, "slow", guest);
    await midway(scene, guest, () => world.must([tool("pve"), "cut"]));
    return ended(await push, 0, /connection broke[^]*changed/);
  });
  await tally.check(suite, "  and all of it arrives", () => traced(scene, guest, true));
  await restored(scene, guest);
}

/** Does something while the push of a slow variant is in its long step. */
async function midway<T>(scene: Scene, guest: string, work: () => Promise<T>): Promise<T> {
  const script = `for _ in $(seq 450); do if [ -e ${halt} ]; then exit; fi; sleep 0.1; done; exit 1`;
  const { code } = await inside(scene, guest, ["sh", "-c", script]);
  if (code !== 0) throw new Error("The push did not reach its long step.");
  try {
    return await work();
  } finally {
    await inside(scene, guest, ["rm", "-f", halt]);
  }
}

async function twoAtOnce(scene: Scene, guest: string): Promise<void> {
  await scene.tally.check(
    suite,
    "a second push at the same time is refused, naming the user of the first",
    async () => {
      const first = pushVariant(scene, "slow", guest);
      const second = await midway(scene, guest, () => pushVariant(scene, "changed", guest));
      return (
        ended(second, 1, /Another push is running on this machine: .*root@lab/) ?? ended(await first, 0, /changed/)
      );
    },
  );
  await restored(scene, guest);
}

async function fullDisk(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "a push reports a full disk, and changes nothing", async () => {
    await inside(scene, guest, ["sh", "-c", "cat /dev/zero >/var/tmp/full 2>/dev/null; sync"]);
    return ended(await pushVariant(scene, "changed", guest), 1, /disk is full|No space left/);
  });
  await inside(scene, guest, ["rm", "-f", "/var/tmp/full"]);
  await tally.check(suite, "  the file of the variant is absent", () => traced(scene, guest, false));
  await restored(scene, guest, "  and with free space a push works again");
}

/** 4 KB of what shells, formats and encodings handle wrongly, as a user may provide it in a secret. */
const nasty = `quotes ' " \` backslash \\ \\n dollar $HOME $(id) \${x} percent %s %% tab \t\nsecond line\r\n  ümläut 密码 🔑 \u0001\n`;
export const awkward = nasty.repeat(Math.ceil(4096 / Buffer.byteLength(nasty)) + 1).trimEnd();

async function broughtSecret(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "homelab secrets set accepts 4 KB of any text", async () =>
    ended(await homelab(scene, ["secrets", "set", "openai/api_key"], awkward), 0, /is stored in the age file/),
  );
  await tally.check(suite, "  and it arrives byte for byte, and is not printed", async () => {
    const push = await pushVariant(scene, "secret", guest);
    const { stdout } = await inside(scene, guest, ["base64", "--wrap=0", trace]);
    if (stdout !== Buffer.from(awkward).toString("base64"))
      return `A different value arrived.\n${lastLines(push.stdout)}`;
    return /second line|ümläut/.test(push.stdout + push.stderr) ? "The push printed it." : undefined;
  });
  await restored(scene, guest);
}

/** Nothing in the lab can resolve names of the internet. */
async function withoutNames(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "names of the internet do not resolve", async () => {
    const { code } = await inside(scene, guest, ["getent", "ahostsv4", "deb.debian.org"]);
    return code === 0 ? "deb.debian.org resolves." : undefined;
  });
  await tally.check(suite, "  but a push still installs packages", async () =>
    ended(await pushVariant(scene, "package", guest), 0, /1 package installed/),
  );
  await restored(scene, guest);
}

async function withoutUplink(scene: Scene, guest: string): Promise<void> {
  const { tally, world, plan } = scene;
  const router = portOf(plan.router.id);
  await world.must(["ip", "link", "set", router, "down"]);
  await tally.check(suite, "a push works without the uplink", async () =>
    ended(await pushVariant(scene, "changed", guest), 0, /changed/),
  );
  await world.must(["ip", "link", "set", router, "up"]);
  await restored(scene, guest);
}

async function strangeHost(scene: Scene, guest: string): Promise<void> {
  const { tally, world, plan } = scene;
  const known = "/root/.ssh/known_hosts";
  await world.must(["cp", known, `${known}.before`]);
  await world.must([tool("pve"), "rekey"]);
  await tally.check(suite, "a push refuses a host whose SSH key has changed", async () =>
    ended(await homelab(scene, ["push", guest]), 3, /host key[^]*ssh-keygen -R/i),
  );
  await world.must(["sh", "-c", `echo "${plan.host.address} $(cut -d' ' -f1,2 /lab/ssh/host.pub)" >${known}`]);
  await restored(scene, guest, "  and works once the new key is known");
}

async function switchedOff(scene: Scene, guest: string): Promise<void> {
  const { tally, world } = scene;
  const { id, bridge, address, bits, gateway } = machineNamed(scene, guest);
  await world.must([tool("guest"), "stop", id]);
  await tally.check(suite, "a push reports a guest that is switched off, and how to start it", async () =>
    ended(await homelab(scene, ["push", guest]), 3, new RegExp(`is not running[^]*pct start ${id}`)),
  );
  await world.must([tool("guest"), "start", id, bridge, `${address}/${bits}`, gateway]);
  await tally.check(suite, "  and once started, the guest is as declared without another push", async () =>
    ended(await homelab(scene, ["push", guest]), 0, new RegExp(`^${guest}: 0 changes$`, "m")),
  );
  await tally.check(suite, "a push without a homelab.yaml is refused", async () =>
    ended(await homelab(scene, ["push", guest, "--site", "/nowhere.yaml"]), 1, /nowhere\.yaml/),
  );
}
