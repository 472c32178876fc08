import { groupBy } from "../homelab/values/group-by";
import { views, type Get, type Machine, type Homelab, type Instance } from "../homelab/model";
import type { BackendProps } from "../constructs/backend";
import type { HomelabStackProps } from "../constructs/homelab-stack";

/** The input of every stack. */
export interface Deployment {
  readonly lab: Homelab;
  readonly get: Get;
  /** What runs on each guest. */
  readonly installed: ReadonlyMap<Machine, readonly Instance[]>;
}

/** A homelab, with the function that reads its views. */
export function deploymentOf(lab: Homelab): Deployment {
  return { lab, get: views(lab), installed: groupBy(lab.instances, ({ machine }) => machine) };
}

/** Backend and provider settings of homelab.yaml, as props of the constructs. */
export function connections({ lab }: Deployment): Pick<HomelabStackProps, "backend" | "proxmox"> {
  const nodes = Object.entries(lab.site.pve.nodes);
  const [, first] = nodes[0] as (typeof nodes)[number];
  return {
    backend: backendOf(lab),
    proxmox: {
      endpoint: first.endpoint,
      insecure: first.insecure,
      nodes: nodes.map(([name, { address }]) => ({ name, address })),
    },
  };
}

function backendOf({ site: { state } }: Homelab): BackendProps {
  // The schema requires the keys of the chosen backend, so they exist.
  const chosen = state.backend === "local" ? {} : state[state.backend];
  return { type: state.backend, ...chosen } as BackendProps;
}
