import type { ITerraformDependable } from "cdktf";
import { bundleDigest, bundles, textDigest } from "../homelab/bundle";
import { firewall } from "../homelab/derive";
import type { HomelabStack } from "../constructs/homelab-stack";
import { LocalCommand } from "../constructs/local-command";
import { homelabCommand, pushBundle } from "./bundle-push";
import type { Deployment } from "./deployment";
import { hostNetworks } from "./host-networks";

/**
 * Long enough for Terraform to change a network and a firewall, short enough to wait for when the connection is dead.
 */
const armedSeconds = 600;

/**
 * Before a change that could cut off the operator, each host saves its files and starts a timer. It restores them
 * unless a confirmation arrives in time, over a new connection.
 */
export function armGuards(stack: HomelabStack, deployment: Deployment): readonly LocalCommand[] {
  return nodesOf(deployment).map(
    (node) =>
      new LocalCommand(stack, `guard-${node}`, {
        command: homelabCommand(`guard arm ${node} --seconds ${armedSeconds}`),
        triggers: dangers(deployment, node),
        beforeRemovals: true,
      }),
  );
}

/** Confirms to each host that it can still be reached. */
export function confirmGuards(
  stack: HomelabStack,
  deployment: Deployment,
  after: readonly ITerraformDependable[],
): void {
  for (const node of nodesOf(deployment)) {
    new LocalCommand(stack, `confirm-${node}`, {
      command: homelabCommand(`guard confirm ${node}`),
      triggers: dangers(deployment, node),
      after,
    });
  }
}

/** Pushes each host its files; a plan shows their changed lines. */
export function pushHosts(
  stack: HomelabStack,
  deployment: Deployment,
  after: readonly ITerraformDependable[],
): readonly LocalCommand[] {
  return nodesOf(deployment).flatMap((node) => pushBundle(stack, deployment, node, { after }) ?? []);
}

function nodesOf({ lab }: Deployment): readonly string[] {
  return Object.keys(lab.site.pve.nodes);
}

/** Digests of everything that may cut a connection; the resources themselves show the content. */
function dangers({ lab, get }: Deployment, node: string): Readonly<Record<string, string>> {
  const { aliases, sets, groups, hosts } = get(firewall);
  const bundle = get(bundles).get(node);
  return {
    network: textDigest(JSON.stringify(hostNetworks(lab).filter((network) => network.node === node))),
    firewall: textDigest(JSON.stringify([aliases, sets, groups, hosts])),
    ...(bundle !== undefined && { bundle: bundleDigest(bundle) }),
  };
}
