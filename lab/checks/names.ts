import { dns } from "../../homelab/derive";
import { inRole, views, type Instance } from "../../homelab/model";
import type { LabMachine } from "../plan";
import { inside, machineNamed, runsHere, type Scene } from "../scene";

const suite = "names";

/** Checks the resolver's answers to the household and to guests, and that it forwards no private names. */
export async function names(scene: Scene): Promise<void> {
  const { lab, plan, tally } = scene;
  const resolver = inRole(lab, "resolver");
  if (resolver === undefined || !scene.pushed.includes(resolver.machine.name)) return;
  if (!runsHere(scene, resolver)) return takenOver(scene, resolver.machine.name);
  const { records, reverse } = views(lab)(dns);
  const { domain } = lab.site;
  const sides = [
    { from: plan.visitor, server: plan.host.address, side: "outside" },
    { from: neighbour(scene, resolver), server: resolver.machine.address, side: "address" },
  ] as const;
  await Promise.all(
    sides.map(async ({ from, server, side }) => {
      const ask = (questions: readonly Question[]) => answers(scene, from, server, questions);
      await tally.check(suite, `${from.name} resolves all ${records.length} names of the homelab`, async () => {
        const asked = records.map(({ name }) => name.replace("*", "anything"));
        const found = await ask(asked.map((name) => [name, "A"]));
        return complaints(asked.map((name, index) => ({ name, wanted: records[index]?.[side], answer: found[index] })));
      });
      await tally.check(
        suite,
        `${from.name} gets no answer for unknown names, IPv6 and foreign private names`,
        async () => {
          const asked: readonly Question[] = [
            [`nobody.${domain}`, "A"],
            [records[0]?.name ?? "", "AAAA"],
            ["printer.lan", "A"],
            ["254.254.254.10.in-addr.arpa", "PTR"],
          ];
          const wanted = ["ENOTFOUND", "ENODATA", "ENOTFOUND", "ENOTFOUND"];
          const found = await ask(asked);
          return complaints(asked.map(([name], index) => ({ name, wanted: wanted[index], answer: found[index] })));
        },
      );
      await tally.check(suite, `${from.name} resolves each of ${reverse.length} addresses to its name`, async () => {
        const found = await ask(reverse.map(({ address }) => [reversed(address), "PTR"]));
        return complaints(reverse.map(({ name }, index) => ({ name, wanted: name, answer: found[index] })));
      });
    }),
  );
  await kept(scene, resolver.machine.name);
}

/** Another container in the same network. */
function neighbour({ plan }: Scene, { machine }: Instance): LabMachine {
  const found = plan.guests.find(
    (each) => each.kind === "container" && each.machine?.network === machine.network && each.machine !== machine,
  );
  if (found === undefined) throw new Error(`${machine.name} is the only container in ${machine.network}.`);
  return found;
}

type Question = readonly [name: string, type: "A" | "AAAA" | "PTR"];

const reversed = (address: string): string => `${address.split(".").toReversed().join(".")}.in-addr.arpa`;

const asking = `
const [server, ...questions] = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const resolver = new (require("node:dns").promises.Resolver)({ timeout: 2000, tries: 2 });
resolver.setServers([server]);
const one = ([name, type]) => resolver.resolve(name, type).then((found) => found.join(" "), ({ code }) => code);
Promise.all(questions.map(one)).then((found) => console.log(JSON.stringify(found)));`;

async function answers({ world }: Scene, from: LabMachine, server: string, questions: readonly Question[]) {
  const input = JSON.stringify([server, ...questions]);
  return JSON.parse(await world.must(["node", "-e", asking], { on: from, input })) as readonly string[];
}

interface Asked {
  readonly name: string;
  readonly wanted: string | undefined;
  readonly answer: string | undefined;
}

function complaints(asked: readonly Asked[]): string | undefined {
  const wrong = asked.filter(({ wanted, answer }) => wanted !== answer);
  return wrong.length === 0
    ? undefined
    : wrong.map(({ name, wanted, answer }) => `${name}: ${answer} instead of ${wanted}`).join("\n");
}

/** The daemon writes settings from its interface to a file. Neither a restart nor a push may reset them. */
async function kept(scene: Scene, name: string): Promise<void> {
  await scene.tally.check(suite, "settings from AdGuard Home's interface survive a restart", async () => {
    const script = `file=/var/lib/private/adguardhome/AdGuardHome.yaml
systemctl stop adguardhome && sed -i 's/interval: 7d$/interval: 1d/' "$file" && systemctl start adguardhome
for _ in $(seq 50); do host -W 1 localhost "$1" >/dev/null && break; sleep 0.1; done
grep --quiet 'interval: 1d$' "$file"`;
    const address = machineNamed(scene, name).address;
    const { code, stdout, stderr } = await inside(scene, name, ["sh", "-c", script, "sh", address]);
    return code === 0 ? undefined : `The setting was reset.\n${stdout}${stderr}`;
  });
}

/** Without the program, the check edits its file: the script that runs before each start must leave it alone. */
async function takenOver(scene: Scene, name: string): Promise<void> {
  await scene.tally.check(
    suite,
    "AdGuard Home's settings are installed once, and its own changes are kept",
    async () => {
      const script = `set -e
export CREDENTIALS_DIRECTORY=/run/lab-given STATE_DIRECTORY=/run/lab-own
mkdir -p "$CREDENTIALS_DIRECTORY" "$STATE_DIRECTORY"
cp /etc/homelab/adguard/AdGuardHome.yaml "$CREDENTIALS_DIRECTORY/settings"
homelab-adguard
cmp "$CREDENTIALS_DIRECTORY/settings" "$STATE_DIRECTORY/AdGuardHome.yaml"
sed --in-place 's/168h/24h/' "$STATE_DIRECTORY/AdGuardHome.yaml"
homelab-adguard
grep --quiet 24h "$STATE_DIRECTORY/AdGuardHome.yaml"
echo "# declared otherwise" >>"$CREDENTIALS_DIRECTORY/settings"
homelab-adguard
cmp "$CREDENTIALS_DIRECTORY/settings" "$STATE_DIRECTORY/AdGuardHome.yaml"
rm -r "$CREDENTIALS_DIRECTORY" "$STATE_DIRECTORY"`;
      const { code, stdout, stderr } = await inside(scene, name, ["sh", "-c", script]);
      return code === 0 ? undefined : `exit code ${code}\n${stdout}${stderr}`;
    },
  );
}
