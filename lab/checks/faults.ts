import { homelab, inside, machineNamed, pushVariant, siteFile, type Scene } from "../scene";
import { portOf } from "../plan";
import { halt, trace } from "../variant";
import { tool } from "../world";
import { lastLines } from "../text";

const suite = "faults";

/** What goes wrong in a house, one after the other; after each of them everything is as it should be again. */
export async function faults(scene: Scene): Promise<void> {
  const containers = scene.complete.filter((name) => machineNamed(scene, name).machine?.kind === "lxc");
  // Of what runs in it, something is lost when a fault is not dealt with.
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

/** Nothing to complain of, when it ended with this code and said that. */
function ended({ code, stdout, stderr }: Ending, wanted: number, words: RegExp): string | undefined {
  const said = stdout + stderr;
  return code === wanted && words.test(said)
    ? undefined
    : `exit code ${code}, not ${wanted} and ${words}\n${lastLines(said)}`;
}

/** The file that variants write is there, or not. */
async function traced(scene: Scene, guest: string, isThere: boolean): Promise<string | undefined> {
  const { code } = await inside(scene, guest, ["test", "-e", trace]);
  return (code === 0) === isThere ? undefined : `${trace} is ${isThere ? "not " : ""}there.`;
}

/** `homelab push` brings what homelab.yaml says: a variant's file goes. */
async function restored(scene: Scene, guest: string, name = "  and the next push puts it right"): Promise<void> {
  await scene.tally.check(suite, name, async () => {
    const wrong = ended(await homelab(scene, ["push", guest]), 0, new RegExp(`^${guest}: `, "m"));
    return wrong ?? traced(scene, guest, false);
  });
}

async function refusedVariants(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "a package that does not exist is named, and no file is touched", async () =>
    ended(await pushVariant(scene, "no-package", guest), 1, /homelab-no-such-package[^]*Nothing but APT/),
  );
  await tally.check(suite, "  none indeed", () => traced(scene, guest, false));
  await tally.check(suite, "what is not healthy after a change is told", async () =>
    ended(await pushVariant(scene, "unhealthy", guest), 1, /never/),
  );
  await tally.check(suite, "  and the previous files are back", () => traced(scene, guest, false));
  await restored(scene, guest, "  with which everything runs");
}

async function cut(scene: Scene, guest: string): Promise<void> {
  const { tally, world } = scene;
  await tally.check(suite, "a connection that is cut in the middle ends no push", async () => {
    const push = pushVariant(scene, "slow", guest);
    await midway(scene, guest, () => world.must([tool("pve"), "cut"]));
    return ended(await push, 0, /connection broke[^]*changed/);
  });
  await tally.check(suite, "  all of it is there", () => traced(scene, guest, true));
  await restored(scene, guest);
}

/** Does something while the push of a slow variant is in its long step. */
async function midway<T>(scene: Scene, guest: string, work: () => Promise<T>): Promise<T> {
  const script = `for _ in $(seq 450); do if [ -e ${halt} ]; then exit; fi; sleep 0.1; done; exit 1`;
  const { code } = await inside(scene, guest, ["sh", "-c", script]);
  if (code !== 0) throw new Error("The push did not get as far as its long step.");
  try {
    return await work();
  } finally {
    await inside(scene, guest, ["rm", "-f", halt]);
  }
}

async function twoAtOnce(scene: Scene, guest: string): Promise<void> {
  await scene.tally.check(
    suite,
    "of two pushes at once, the later one is refused and told whose is the other",
    async () => {
      const first = pushVariant(scene, "slow", guest);
      const second = await midway(scene, guest, () => pushVariant(scene, "changed", guest));
      return ended(second, 1, /Another push is at work here: .*root@lab/) ?? ended(await first, 0, /changed/);
    },
  );
  await restored(scene, guest);
}

async function fullDisk(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "a full disk is told, and nothing is changed", async () => {
    await inside(scene, guest, ["sh", "-c", "cat /dev/zero >/var/tmp/full 2>/dev/null; sync"]);
    return ended(await pushVariant(scene, "changed", guest), 1, /disk is full|No space left/);
  });
  await inside(scene, guest, ["rm", "-f", "/var/tmp/full"]);
  await tally.check(suite, "  nothing indeed", () => traced(scene, guest, false));
  await restored(scene, guest, "  and with room it works again");
}

/** What a person may bring as a secret: everything that shells, formats and encodings stumble over, 4 KB of it. */
const nasty = `quotes ' " \` backslash \\ \\n dollar $HOME $(id) \${x} percent %s %% tab \t\nsecond line\r\n  ümläut 密码 🔑 \u0001\n`;
export const awkward = nasty.repeat(Math.ceil(4096 / Buffer.byteLength(nasty)) + 1).trimEnd();

async function broughtSecret(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "homelab secrets set takes 4 KB of anything", async () =>
    ended(await homelab(scene, ["secrets", "set", "openai/api_key"], awkward), 0, /lies in the age file/),
  );
  await tally.check(suite, "  and it arrives byte for byte, and is printed nowhere", async () => {
    const push = await pushVariant(scene, "secret", guest);
    const { stdout } = await inside(scene, guest, ["base64", "--wrap=0", trace]);
    if (stdout !== Buffer.from(awkward).toString("base64")) return `Something else arrived.\n${lastLines(push.stdout)}`;
    return /second line|ümläut/.test(push.stdout + push.stderr) ? "It was printed." : undefined;
  });
  await restored(scene, guest);
}

/** Nobody in the lab knows names of the internet. */
async function withoutNames(scene: Scene, guest: string): Promise<void> {
  const { tally } = scene;
  await tally.check(suite, "no DNS server answers", async () => {
    const { code } = await inside(scene, guest, ["getent", "ahostsv4", "deb.debian.org"]);
    return code === 0 ? "One does." : undefined;
  });
  await tally.check(suite, "  packages are installed all the same", async () =>
    ended(await pushVariant(scene, "package", guest), 0, /1 package installed/),
  );
  await restored(scene, guest);
}

async function withoutUplink(scene: Scene, guest: string): Promise<void> {
  const { tally, world, plan } = scene;
  const router = portOf(plan.router.id);
  await world.must(["ip", "link", "set", router, "down"]);
  await tally.check(suite, "with the uplink cut, a push works", async () =>
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
  await tally.check(suite, "a host that shows another key is not spoken to", async () =>
    ended(await homelab(scene, ["push", guest]), 3, /host key[^]*ssh-keygen -R/i),
  );
  await world.must(["sh", "-c", `echo "${plan.host.address} $(cut -d' ' -f1,2 /lab/ssh/host.pub)" >${known}`]);
  await restored(scene, guest, "  and with its new key known, it is");
}

async function switchedOff(scene: Scene, guest: string): Promise<void> {
  const { tally, world } = scene;
  const { id, bridge, address, bits, gateway } = machineNamed(scene, guest);
  await world.must([tool("guest"), "stop", id]);
  await tally.check(suite, "a guest that is switched off is told, and how to start it", async () =>
    ended(await homelab(scene, ["push", guest]), 3, new RegExp(`switched off[^]*pct start ${id}`)),
  );
  await world.must([tool("guest"), "start", id, bridge, `${address}/${bits}`, gateway]);
  await tally.check(suite, "started again, it runs as it should without another push", async () =>
    ended(await homelab(scene, ["push", guest]), 0, new RegExp(`^${guest}: 0 changes$`, "m")),
  );
  await tally.check(suite, `without ${siteFile} nothing is pushed`, async () =>
    ended(await homelab(scene, ["push", guest, "--site", "/nowhere.yaml"]), 1, /nowhere\.yaml/),
  );
}
