import type { App } from "cdktf";
import { stackNames, type Homelab, type StackName } from "../homelab/model";
import { dockerHosts } from "../homelab/derive";
import { HomelabStack, type DockerConnection } from "../constructs/homelab-stack";
import { addApps } from "./apps";
import { connections, deploymentOf, type Deployment } from "./deployment";
import { addGuests } from "./guests";
import { addHost } from "./host";
import { addStorage } from "./storage";

/** What a stack contains apart from its guests. */
const contents: Partial<Record<StackName, (stack: HomelabStack, deployment: Deployment) => void>> = {
  host: addHost,
  storage: addStorage,
  apps: addApps,
};

/**
 * Adds the whole homelab to the app, one stack for each name. Stacks share the model, never state; they are deployed in
 * the order of the list.
 */
export function buildStacks(app: App, lab: Homelab): readonly HomelabStack[] {
  const deployment = deploymentOf(lab);
  const docker = dockerConnection(deployment);
  const stacks = stackNames.map((name) => {
    const stack = new HomelabStack(app, name, {
      ...connections(deployment),
      ...(docker !== undefined && { docker }),
    });
    contents[name]?.(stack, deployment);
    addGuests(stack, deployment, name);
    return stack;
  });
  stacks.reduce((previous, stack) => {
    stack.addDependency(previous);
    return stack;
  });
  return stacks;
}

/** The Docker host is in a network behind its node, so the connection goes through the node. */
function dockerConnection({ lab, get }: Deployment): DockerConnection | undefined {
  const [host] = get(dockerHosts);
  if (host === undefined) return undefined;
  const node = lab.machines.get(host.guest.node);
  return { address: host.guest.address, user: "root", ...(node !== undefined && { jump: `root@${node.address}` }) };
}
