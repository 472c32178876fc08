import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { VirtualEnvironmentFirewallIpset } from "../.gen/providers/proxmox/virtual-environment-firewall-ipset";
import { VirtualEnvironmentFirewallOptions } from "../.gen/providers/proxmox/virtual-environment-firewall-options";
import { VirtualEnvironmentFirewallRules } from "../.gen/providers/proxmox/virtual-environment-firewall-rules";
import type { Guest } from "./guest";
import { ruleBlocks, type FirewallPolicy, type FirewallRule } from "./firewall-rule";
import { ImportBlock } from "./import-block";
import { logicalId } from "./logical-id";
import { madeAgainWith } from "./made-again";
import { requireProxmox } from "./proxmox-provider";

export interface GuestFirewallProps {
  /** In the same stack. The rules of an adopted guest are imported, because the provider adds none to existing ones. */
  readonly guest: Guest;
  /** Security groups of the cluster, inserted before the rules. */
  readonly groups: readonly string[];
  readonly rules: readonly FirewallRule[];
  /** The policy for outgoing packets that match no rule. */
  readonly outputPolicy: FirewallPolicy;
}

/**
 * The whole firewall of one guest: who may reach it, what it may reach, and that it only sends from its own address.
 * The rules exist before the options enable the firewall.
 */
export class GuestFirewall extends Construct implements ITerraformDependable {
  readonly fqn: string;

  constructor(scope: Construct, key: string, { guest, groups, rules, outputPolicy }: GuestFirewallProps) {
    super(scope, `guest-firewall:${key}`);
    requireProxmox(this);
    const { kind, nodeName, vmid } = guest;
    const target = { nodeName, ...(kind === "vm" ? { vmId: vmid } : { containerId: vmid }) };
    const lifecycle = madeAgainWith(guest);
    const judged = new VirtualEnvironmentFirewallRules(this, "rules", {
      ...target,
      rule: ruleBlocks(groups, rules),
      dependsOn: [guest],
      lifecycle,
    });
    judged.overrideLogicalId(logicalId(key));
    if (guest.adopt) new ImportBlock(judged, `${kind === "vm" ? "vm" : "container"}/${nodeName}/${vmid}`);
    const sources = kind === "vm" ? [this.allowedSources(key, guest)] : [];
    const switched = new VirtualEnvironmentFirewallOptions(this, "options", {
      ...target,
      ...options(outputPolicy),
      dependsOn: [judged, ...sources],
      lifecycle,
    });
    switched.overrideLogicalId(logicalId(key));
    this.fqn = switched.fqn;
  }

  /**
   * The implicit set of source addresses of a VM contains only its link-local ones, so `ipfilter` would drop all its
   * IPv4 traffic; the set of a container contains its configured addresses (pve-firewall, compile_ipsets).
   *
   * @see https://pve.proxmox.com/wiki/Firewall
   */
  private allowedSources(key: string, guest: Guest): ITerraformDependable {
    const set = new VirtualEnvironmentFirewallIpset(this, "ipfilter", {
      nodeName: guest.nodeName,
      vmId: guest.vmid,
      name: "ipfilter-net0",
      comment: "addresses that the guest may send from",
      cidr: [{ name: guest.address, comment: "its own" }],
      dependsOn: [guest],
      lifecycle: madeAgainWith(guest),
    });
    set.overrideLogicalId(logicalId(key, "net0"));
    return set;
  }
}

/** Every option, because the provider's defaults are not all safe (it lets a guest advertise routes). */
function options(outputPolicy: FirewallPolicy) {
  return {
    enabled: true,
    dhcp: false,
    radv: false,
    ndp: true,
    macfilter: true,
    ipfilter: true,
    inputPolicy: "DROP",
    outputPolicy,
    // Dropped packets are logged, up to the log rate limit of the cluster.
    logLevelIn: "info",
    logLevelOut: "info",
  };
}
