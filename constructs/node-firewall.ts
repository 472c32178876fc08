import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { NodeFirewall as ProxmoxNodeFirewall } from "../.gen/providers/proxmox/node-firewall";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface NodeFirewallProps {
  readonly node: string;
  /** What must happen before any part of it changes. @default nothing */
  readonly after?: readonly ITerraformDependable[];
}

/** Firewall options of a PVE host; its rules are the ones of the cluster. */
export class NodeFirewall extends Construct implements ITerraformDependable {
  readonly fqn: string;

  constructor(scope: Construct, key: string, props: NodeFirewallProps) {
    super(scope, `node-firewall:${key}`);
    requireProxmox(this);
    const firewall = new ProxmoxNodeFirewall(this, "firewall", {
      nodeName: props.node,
      enabled: true,
      ndp: true,
      nosmurfs: true,
      // The nftables implementation is a technology preview in Proxmox VE 8.
      nftables: false,
      // Packets that the host drops are logged, up to the log rate limit of the cluster; sent and forwarded ones are
      // not.
      logLevelIn: "info",
      logLevelOut: "nolog",
      logLevelForward: "nolog",
      dependsOn: [...(props.after ?? [])],
    });
    firewall.overrideLogicalId(logicalId(key));
    this.fqn = firewall.fqn;
  }
}
