import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { VirtualEnvironmentFirewallIpset } from "../.gen/providers/proxmox/virtual-environment-firewall-ipset";
import { VirtualEnvironmentFirewallOptions } from "../.gen/providers/proxmox/virtual-environment-firewall-options";
import { VirtualEnvironmentFirewallRules } from "../.gen/providers/proxmox/virtual-environment-firewall-rules";
import { ruleBlocks, type FirewallPolicy, type FirewallRule } from "./firewall-rule";
import { ImportBlock } from "./import-block";
import { logicalId } from "./logical-id";
import { madeAgainWith, type GuestResource } from "./made-again";
import { requireProxmox } from "./proxmox-provider";

export interface GuestFirewallProps {
  readonly kind: "lxc" | "vm";
  readonly node: string;
  readonly vmid: number;
  /** The guest's own address without prefix length: what it may send from. */
  readonly address: string;
  /** Security groups of the cluster, inserted before the rules. */
  readonly groups: readonly string[];
  readonly rules: readonly FirewallRule[];
  /** What happens to a packet that goes out and no rule names. */
  readonly outputPolicy: FirewallPolicy;
  /** The guest may have rules already: take them over, since the provider creates none beside others. @default false */
  readonly adopt?: boolean;
  /** The guest itself, in the same stack. */
  readonly guest: GuestResource;
}

/**
 * The whole firewall of one guest: who may reach it, whom it may reach, and that it speaks with its own address only.
 * Rules exist before the options switch the firewall on.
 */
export class GuestFirewall extends Construct implements ITerraformDependable {
  readonly fqn: string;

  constructor(scope: Construct, key: string, props: GuestFirewallProps) {
    super(scope, `guest-firewall:${key}`);
    requireProxmox(this);
    const target = {
      nodeName: props.node,
      ...(props.kind === "vm" ? { vmId: props.vmid } : { containerId: props.vmid }),
    };
    const again = madeAgainWith(props.guest);
    const rules = new VirtualEnvironmentFirewallRules(this, "rules", {
      ...target,
      rule: ruleBlocks(props.groups, props.rules),
      dependsOn: [props.guest],
      lifecycle: again,
    });
    rules.overrideLogicalId(logicalId(key));
    if (props.adopt === true) {
      new ImportBlock(rules, `${props.kind === "vm" ? "vm" : "container"}/${props.node}/${props.vmid}`);
    }
    const sources = props.kind === "vm" ? [this.allowedSources(key, props)] : [];
    const switched = new VirtualEnvironmentFirewallOptions(this, "options", {
      ...target,
      ...options(props),
      dependsOn: [rules, ...sources],
      lifecycle: again,
    });
    switched.overrideLogicalId(logicalId(key));
    this.fqn = switched.fqn;
  }

  /**
   * A VM's implicit set of source addresses holds its link-local ones only, so that `ipfilter` would drop all its IPv4;
   * a container's holds its configured addresses (pve-firewall, compile_ipsets).
   */
  private allowedSources(key: string, { node, vmid, address, guest }: GuestFirewallProps): ITerraformDependable {
    const set = new VirtualEnvironmentFirewallIpset(this, "ipfilter", {
      nodeName: node,
      vmId: vmid,
      name: "ipfilter-net0",
      comment: "addresses that the guest may send from",
      cidr: [{ name: address, comment: "its own" }],
      dependsOn: [guest],
      lifecycle: madeAgainWith(guest),
    });
    set.overrideLogicalId(logicalId(key, "net0"));
    return set;
  }
}

/** Every option, because the provider's defaults differ from what is safe (it lets a guest advertise routes). */
function options({ outputPolicy }: GuestFirewallProps) {
  return {
    enabled: true,
    dhcp: false,
    radv: false,
    ndp: true,
    macfilter: true,
    ipfilter: true,
    inputPolicy: "DROP",
    outputPolicy,
    // What the policies drop is told, within the cluster's limit.
    logLevelIn: "info",
    logLevelOut: "info",
  };
}
