import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { NetworkLinuxBridge } from "../.gen/providers/proxmox/network-linux-bridge";
import { NetworkLinuxVlan } from "../.gen/providers/proxmox/network-linux-vlan";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

/** A VLAN of the bridge, in which the host has an address: the gateway of its guests. */
export interface HostVlan {
  /** 802.1Q tag, 1..4094. */
  readonly vlan: number;
  /** The host's address with prefix length, for example `10.0.20.1/24`. */
  readonly address: string;
  readonly comment: string;
}

export interface HostNetworkProps {
  readonly node: string;
  /** Name of the bridge: at most 10 characters, for example `vmbr1`. */
  readonly bridge: string;
  readonly comment: string;
  readonly vlans: readonly HostVlan[];
  /** Address in a VLAN of an existing bridge, through which the host reaches a router. @default none */
  readonly transit?: HostVlan & { readonly bridge: string };
  /** What must happen before any part of it changes. @default nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * A VLAN-aware bridge without ports, whose networks never leave the host, and the host's address in each of them.
 *
 * The interfaces are made one after another, because each reloads the host's network, and a reload also applies pending
 * changes of another interface.
 */
export class HostNetwork extends Construct implements ITerraformDependable {
  /** Its last interface; a resource that depends on it waits for all of them. */
  readonly fqn: string;

  constructor(scope: Construct, key: string, props: HostNetworkProps) {
    super(scope, `host-network:${key}:${props.bridge}`);
    requireProxmox(this);
    const { node, bridge } = props;
    const vlans = props.vlans.toSorted((a, b) => a.vlan - b.vlan);
    const base = new NetworkLinuxBridge(this, "bridge", {
      nodeName: node,
      name: bridge,
      comment: literal(props.comment),
      vlanAware: true,
      // By default Proxmox VE allows 2-4094; only used VLANs may pass.
      vids: vlans.map(({ vlan }) => vlan).join(" "),
      autostart: true,
      dependsOn: [...(props.after ?? [])],
    });
    base.overrideLogicalId(logicalId(key, bridge));
    const interfaces = [
      ...vlans.map((each) => ({ ...each, name: `${bridge}.${each.vlan}` })),
      ...(props.transit === undefined
        ? []
        : [{ ...props.transit, name: `${props.transit.bridge}.${props.transit.vlan}` }]),
    ];
    const last = interfaces.reduce<ITerraformDependable>((previous, { name, address, comment }) => {
      const resource = new NetworkLinuxVlan(this, name, {
        nodeName: node,
        name,
        address,
        comment: literal(comment),
        autostart: true,
        dependsOn: [previous],
      });
      resource.overrideLogicalId(logicalId(key, name));
      return resource;
    }, base);
    this.fqn = last.fqn;
  }
}
