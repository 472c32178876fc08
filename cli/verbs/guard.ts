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
  check      may the network of this host be changed now, from here?
  arm        check; then keep network, firewall and pushed files, which come back unless this is confirmed in time
  confirm    all is well: over a new connection, say that nothing is to come back; until then it comes back each time
  rollback   put back now what was kept
  status     is it armed, and has something come back?

Examples:
  homelab guard arm pve --seconds 300     before a change by hand that could lock you out
  homelab guard confirm pve               afterwards, if you still get in`;

/** `homelab guard`: the way back of changes that could cut a host off. `homelab push` uses it by itself. */
export const guard = verb({
  configure: (command) =>
    addSiteOption(command)
      .addArgument(new Argument("<action>", "what to do").choices(actions))
      .argument("<node>", "PVE node")
      .option("--seconds <number>", "when it comes back, counted from arm", seconds, 120)
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
        ? "its network may be changed from here"
        : "its network may be changed, and it is armed";
    }
    case "arm": {
      await checkGuard(shell, watch, report);
      const bundle = bundleOf(lab, node);
      const paths = [
        ...[...(bundle?.files ?? []), ...(bundle?.artifacts ?? [])].map(({ path }) => path),
        // Of the whole cluster: two nodes must not both put it back.
        ...(node.name === Object.keys(lab.site.pve.nodes)[0] ? ["/etc/pve/firewall/cluster.fw"] : []),
      ];
      return (await answer(["arm", String(delay), watch.who, "change", ...paths])).replace(/ +/, ": ");
    }
    case "confirm": {
      const bundle = bundleOf(lab, node);
      // Its files came back as well, and whoever pushed them believes them there.
      if ((await guardStatus(shell)).armed === "returned" && bundle !== undefined) {
        report("note     an earlier change was put back, its files as well: they are pushed again");
        const supplies = await suppliesFor([bundle], sourcesOf(lab, site), report);
        await pushHost(shell, bundle, { ...supplies, watch, report });
      }
      return (await confirmGuard(shell, watch)).stdout.trim();
    }
    case "rollback":
      return answer(["rollback", `${watch.who} asked for it`]);
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
  throw new InvalidArgumentError("A whole number of seconds, from 10 to 3600.");
}
