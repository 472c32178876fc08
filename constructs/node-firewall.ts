import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { NodeFirewall as ProxmoxNodeFirewall } from "../.gen/providers/proxmox/node-firewall";
import type { FirewallLogLevel } from "./firewall-rule";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface NodeFirewallProps {
  readonly node: string;
  /** Log level of what the policies refuse. @default "nolog" */
  readonly logLevel?: FirewallLogLevel;
}

/** Firewall options of a PVE host; its rules are those of the cluster. */
export class NodeFirewall extends Construct implements ITerraformDependable {
  readonly fqn: string;

  constructor(scope: Construct, key: string, props: NodeFirewallProps) {
    super(scope, `node-firewall:${key}`);
    requireProxmox(this);
    const logLevel = props.logLevel ?? "nolog";
    const firewall = new ProxmoxNodeFirewall(this, "firewall", {
      nodeName: props.node,
      enabled: true,
      ndp: true,
      nosmurfs: true,
      // The nftables implementation is a technology preview in Proxmox VE 8.
      nftables: false,
      logLevelIn: logLevel,
      logLevelOut: logLevel,
      logLevelForward: logLevel,
    });
    firewall.overrideLogicalId(logicalId(key));
    this.fqn = firewall.fqn;
  }
}
