import type { GuestProps } from "./guest";
import { literal } from "./literal";

/** The configuration shared by both kinds of guest; each spells parts of it differently. */
export interface GuestConfig {
  /** Attributes with the same name in both kinds. */
  readonly attributes: {
    nodeName: string;
    vmId: number;
    description: string;
    tags: string[];
    startup?: { order: number; upDelay?: number; downDelay?: number };
    timeoutCreate: number;
    lifecycle?: { preventDestroy?: true; ignoreChanges?: string[] };
  };
  /** Address and resolver. */
  readonly initialization: {
    ipConfig: { ipv4: { address: string; gateway?: string } }[];
    dns?: { domain: string; servers: string[] };
  };
  readonly shutdownSeconds: number;
}

/** @param ignoreChanges Attributes that no plan touches once the guest exists. */
export function guestConfig(props: GuestProps, ignoreChanges: readonly string[]): GuestConfig {
  const { startup, network, dns, stateful = false } = props;
  return {
    attributes: {
      nodeName: props.node,
      vmId: props.vmid,
      description: notes(props),
      tags: guestTags(props.tags ?? []),
      ...(startup !== undefined && {
        startup: { order: startup.order, upDelay: startup.upDelaySeconds, downDelay: startup.downDelaySeconds },
      }),
      timeoutCreate: 1800,
      ...((stateful || ignoreChanges.length > 0) && {
        lifecycle: {
          ...(stateful && { preventDestroy: true }),
          ...(ignoreChanges.length > 0 && { ignoreChanges: [...ignoreChanges] }),
        },
      }),
    },
    initialization: {
      ipConfig: [{ ipv4: { address: network.address, gateway: network.gateway } }],
      ...(dns !== undefined && { dns: { domain: dns.domain, servers: [...dns.servers] } }),
    },
    // A database may need longer than the provider's minute to write its memory.
    shutdownSeconds: props.shutdownSeconds ?? 180,
  };
}

function notes({ title, description }: GuestProps): string {
  const managed = "Managed by Terraform: what is changed by hand is changed back.";
  return literal([title, ...(description === undefined ? [] : [description.trim()]), managed].join("\n\n"));
}

/** Proxmox VE stores tags in lower case and sorted; another spelling would differ in every plan. */
function guestTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].toSorted();
}
