import type { Machine, Homelab } from "../../homelab/model";
import { pctShell } from "./pct";
import type { Shell } from "./shell";
import { sshShell } from "./ssh";

/** Shells on the machines of a homelab. */
export interface Shells {
  /** A node over SSH, a container through its node, a virtual machine over SSH with its node as jump host. */
  of(machine: Machine): Shell;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Opens one connection for each node, which its containers share, and one for each virtual machine. */
export function shellsOf({ machines, site }: Pick<Homelab, "machines" | "site">): Shells {
  const open = new Map<string, Shell>();
  const shared = (name: string, make: () => Shell): Shell => {
    const shell = open.get(name) ?? make();
    open.set(name, shell);
    return shell;
  };
  const addressOf = (node: string): string => machines.get(node)?.address ?? site.pve.nodes[node]?.address ?? node;
  const nodeShell = (node: string): Shell =>
    shared(node, () => sshShell({ user: "root", address: addressOf(node), batch: true }));
  return {
    of(machine) {
      switch (machine.kind) {
        case "node":
          return nodeShell(machine.name);
        case "lxc":
          return pctShell(nodeShell(machine.node), machine);
        case "vm":
          return shared(machine.name, () =>
            sshShell({
              user: "root",
              address: machine.address,
              jump: `root@${addressOf(machine.node)}`,
              batch: true,
              // The key of a new machine cannot be known yet; a key that has changed is still refused.
              hostKeys: "accept-new",
            }),
          );
      }
    },
    async close() {
      await Promise.all([...open.values()].map((shell) => shell.close()));
    },
  };
}
