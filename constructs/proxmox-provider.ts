import type { Construct } from "constructs";
import { ProxmoxProvider } from "../.gen/providers/proxmox/provider";
import { HomelabStack } from "./homelab-stack";

const id = "proxmox";

/**
 * Makes sure that the stack of `construct` configures the Proxmox provider. It does so once, without any credential:
 * the provider reads PROXMOX_VE_API_TOKEN by itself.
 *
 * @throws Error when the stack has no Proxmox VE connection.
 */
export function requireProxmox(construct: Construct): void {
  const stack = HomelabStack.containing(construct);
  if (stack.node.tryFindChild(id) !== undefined) return;
  const { proxmoxConnection: connection } = stack;
  if (connection === undefined) {
    throw new Error(`The stack "${stack.node.id}" manages Proxmox VE, but has no connection to it (proxmox).`);
  }
  new ProxmoxProvider(stack, id, {
    endpoint: connection.endpoint,
    insecure: connection.insecure ?? false,
    ssh: {
      agent: true,
      username: "root",
      nodeAttribute: connection.nodes.map(({ name, address }) => ({ name, address })),
    },
  });
}
