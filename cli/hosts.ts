import { hostname } from "node:os";
import type { Homelab, NodeGuest } from "../homelab/model";
import { isRoutedBy } from "../homelab/model";
import { nearest } from "../homelab/values/nearest";
import { Refused, sshShell, Unreachable, type Shell, type Watch } from "../provision";
import { exitCodes, Failure, type ExitCode } from "./exit";
import type { Terminal } from "./terminal";

/** So many hosts are worked on at once. */
const atOnce = 4;

/**
 * The PVE nodes of these names.
 *
 * @throws Failure with every name that is none, and what is probably meant.
 */
export function nodesNamed(lab: Homelab, names: readonly string[]): readonly NodeGuest[] {
  const nodes = [...lab.guests.values()].filter((guest) => guest.kind === "node");
  const known = nodes.map(({ name }) => name);
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Failure(unknown.map((name) => whyNoNode(lab, name, known)).join("\n"), exitCodes.usage);
  }
  return nodes.filter(({ name }) => names.includes(name));
}

function whyNoNode({ guests }: Homelab, name: string, nodes: readonly string[]): string {
  if (guests.has(name)) {
    return `${name} is a guest, and what goes into guests is not there yet. PVE nodes can be given: ${nodes.join(", ")}.`;
  }
  const meant = nearest(name, [...nodes, ...guests.keys()]);
  return `There is no ${name}. ${meant === undefined ? `PVE nodes: ${nodes.join(", ")}.` : `Is ${meant} meant?`}`;
}

/** What the guard of a node has to know. */
export function watchOf({ site, networks }: Homelab, { name }: NodeGuest, env: Terminal["env"]): Watch {
  const ours = [...networks.values()].filter((network) => isRoutedBy(network, name));
  const user = env["USER"] ?? env["LOGNAME"] ?? "somebody";
  return {
    // It becomes words of a command there.
    who: `${user}@${hostname()}`.replaceAll(/[^\w@.-]/g, "_"),
    operators: site.operators,
    bridges: [...new Set(ours.map(({ bridge }) => bridge))],
  };
}

/** What is done with one host. Answers with its summary. */
export type Work = (node: NodeGuest, shell: Shell, report: (line: string) => void) => Promise<string>;

/** Does it with all of them, four at a time; every line says whose it is. */
export async function onHosts(nodes: readonly NodeGuest[], { out, err }: Terminal, work: Work): Promise<ExitCode> {
  const width = Math.max(...nodes.map(({ name }) => name.length));
  const one = async (node: NodeGuest): Promise<ExitCode> => {
    const shell = sshShell({ user: "root", address: node.address, batch: true });
    const report = (line: string) => err.line(`${err.paint.dim(`${node.name.padEnd(width)} |`)} ${line}`);
    try {
      out.line(`${node.name}: ${await work(node, shell, report)}`);
      return exitCodes.ok;
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      err.line(`${err.paint.red(`${node.name}:`)} ${error.message}`);
      return error instanceof Refused ? exitCodes.failed : exitCodes.unreachable;
    } finally {
      await shell.close();
    }
  };
  const codes = await eachOf(nodes, one);
  return codes.find((code) => code === exitCodes.failed) ?? codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const left = [...items];
  const results: R[] = [];
  const worker = async (): Promise<void> => {
    const item = left.shift();
    if (item === undefined) return;
    results.push(await work(item));
    await worker();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
