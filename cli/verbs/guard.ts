import { Argument, InvalidArgumentError } from "@commander-js/extra-typings";
import { bundles } from "../../homelab/bundle";
import { views, type Bundle, type Homelab, type Node } from "../../homelab/model";
import { checkGuard, confirmGuard, guard as runGuard, guardStatus } from "../../provision/push/guard";
import { pushHost } from "../../provision/push/host";
import type { Shell } from "../../provision/shell/shell";
import { shellsOf } from "../../provision/shell/shells";
import { attempt, linesOf } from "../attempt";
import { loaded } from "../loaded";
import { nodesNamed, watchOf } from "../machines";
import { sourcesOf, suppliesFor } from "../supplies";
import type { Terminal } from "../terminal";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";

const actions = ["check", "arm", "confirm", "rollback", "status"] as const;
type Action = (typeof actions)[number];

const help = `
  check      check whether the network of this node can be changed safely now, from here
  arm        check, then save network, firewall and pushed files; the guard restores them unless you confirm in time
  confirm    keep the changes: stops the timed rollback, over a new connection
  rollback   restore the saved files now
  status     show whether the guard is armed, and whether it has restored anything

Examples:
  homelab guard arm pve --seconds 300     before a manual change that could lock you out
  homelab guard confirm pve               afterwards, if you can still log in`;

/** `homelab guard`: timed rollback of changes that could cut off a node. `homelab push` uses it by itself. */
export const guard = verb({
  configure: (command) =>
    addSiteOption(command)
      .addArgument(new Argument("<action>", "action, see below").choices(actions))
      .argument("<node>", "PVE node")
      .option("--seconds <number>", "time from arm until the rollback", seconds, 120)
      .addHelpText("after", help),
  async run({ site, args: [action, name], seconds: delay }, terminal) {
    const lab = loaded(site, terminal);
    const [node] = nodesNamed(lab, [name]) as [Node];
    const shells = shellsOf(lab);
    const report = linesOf(name, terminal);
    try {
      return await attempt(name, terminal, () =>
        act(action, { lab, site, node, shell: shells.of(node), report, env: terminal.env, delay }),
      );
    } finally {
      await shells.close();
    }
  },
});

interface Scene {
  readonly lab: Homelab;
  /** Path of homelab.yaml. */
  readonly site: string;
  readonly node: Node;
  readonly shell: Shell;
  readonly report: (line: string) => void;
  readonly env: Terminal["env"];
  readonly delay: number;
}

async function act(action: Action, { lab, site, node, shell, report, env, delay }: Scene): Promise<string> {
  const watch = watchOf(lab, node, env);
  const answer = async (args: readonly string[]) => (await runGuard(shell, args)).stdout.trim();
  switch (action) {
    case "check": {
      const armed = await checkGuard(shell, watch, report);
      return armed === "nothing"
        ? "its network can be changed from here"
        : "its network can be changed, and the guard is armed";
    }
    case "arm": {
      await checkGuard(shell, watch, report);
      const bundle = bundleOf(lab, node);
      const paths = [
        ...[...(bundle?.files ?? []), ...(bundle?.artifacts ?? [])].map(({ path }) => path),
        // The file of the whole cluster: two nodes must not both restore it.
        ...(node.name === Object.keys(lab.site.pve.nodes)[0] ? ["/etc/pve/firewall/cluster.fw"] : []),
      ];
      return (await answer(["arm", String(delay), watch.who, "change", ...paths])).replace(/ +/, ": ");
    }
    case "confirm": {
      const bundle = bundleOf(lab, node);
      // The rollback also restored old versions of pushed files, but the last push counts them as delivered.
      if ((await guardStatus(shell)).armed === "returned" && bundle !== undefined) {
        report("note     the guard has rolled back an earlier change, including pushed files: they are pushed again");
        const supplies = await suppliesFor([bundle], sourcesOf(lab, site), report);
        await pushHost(shell, bundle, { ...supplies, watch, report });
      }
      return (await confirmGuard(shell, watch)).stdout.trim();
    }
    case "rollback":
      return answer(["rollback", `requested by ${watch.who}`]);
    case "status":
      return (await guardStatus(shell)).lines.join("\n");
  }
}

function bundleOf(lab: Homelab, node: Node): Bundle | undefined {
  return views(lab)(bundles).get(node.name);
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 10 && value <= 3600) return value;
  throw new InvalidArgumentError("Give a whole number of seconds, from 10 to 3600.");
}
