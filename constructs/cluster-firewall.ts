import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { VirtualEnvironmentClusterFirewall } from "../.gen/providers/proxmox/virtual-environment-cluster-firewall";
import { VirtualEnvironmentClusterFirewallSecurityGroup } from "../.gen/providers/proxmox/virtual-environment-cluster-firewall-security-group";
import { VirtualEnvironmentFirewallAlias } from "../.gen/providers/proxmox/virtual-environment-firewall-alias";
import { VirtualEnvironmentFirewallIpset } from "../.gen/providers/proxmox/virtual-environment-firewall-ipset";
import { VirtualEnvironmentFirewallRules } from "../.gen/providers/proxmox/virtual-environment-firewall-rules";
import { ruleBlocks, type FirewallRule } from "./firewall-rule";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { NodeFirewall } from "./node-firewall";
import { requireProxmox } from "./proxmox-provider";

/** A name for one address. */
export interface FirewallAlias {
  /** A letter, then letters, digits, `-` and `_`; 2 to 64 characters, in lower case, as Proxmox VE stores it. */
  readonly name: string;
  readonly address: string;
  readonly comment: string;
}

export interface FirewallSet {
  /** Letters, digits, `-` and `_`; rules refer to it as `+name`. */
  readonly name: string;
  readonly comment: string;
  /** Addresses and networks. */
  readonly entries: readonly { readonly cidr: string; readonly comment?: string }[];
}

export interface FirewallGroup {
  /** At most 18 letters, digits, `-` and `_`. */
  readonly name: string;
  readonly comment: string;
  readonly rules: readonly FirewallRule[];
}

export interface ClusterFirewallProps {
  readonly aliases: readonly FirewallAlias[];
  readonly sets: readonly FirewallSet[];
  readonly groups: readonly FirewallGroup[];
  /** Rules of the hosts themselves; they must allow management. */
  readonly rules: readonly FirewallRule[];
  /** PVE nodes whose options are also set. */
  readonly nodes: readonly string[];
  /** What must happen before any part of it changes. @default nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Aliases, sets, groups, rules of the hosts, and finally the option that enables the firewall. Without it no other
 * firewall of the cluster works, and it is only set when the rules that admit the operators exist.
 */
export class ClusterFirewall extends Construct implements ITerraformDependable {
  readonly fqn: string;

  constructor(scope: Construct, key: string, props: ClusterFirewallProps) {
    super(scope, `cluster-firewall:${key}`);
    requireProxmox(this);
    const after = [...(props.after ?? [])];
    const aliases = new Map(props.aliases.map((alias) => [alias.name, this.alias(alias, after)]));
    const sets = new Map(props.sets.map((set) => [set.name, this.set(set, after)]));
    const names: Names = { aliases, sets };
    const groups = props.groups.map((group) => this.group(group, names));
    const rules = new VirtualEnvironmentFirewallRules(this, "rules", {
      rule: ruleBlocks(
        [],
        props.rules.map((rule) => throughResources(rule, names)),
      ),
      dependsOn: after,
    });
    rules.overrideLogicalId(logicalId(key));
    const nodes = props.nodes.map((node) => new NodeFirewall(this, node, { node, after }));
    const switched = new VirtualEnvironmentClusterFirewall(this, "switch", {
      enabled: true,
      ebtables: true,
      inputPolicy: "DROP",
      outputPolicy: "ACCEPT",
      // The guests' own rules filter what is forwarded between them.
      forwardPolicy: "ACCEPT",
      logRatelimit: { enabled: true, burst: 5, rate: "1/second" },
      dependsOn: [rules, ...aliases.values(), ...sets.values(), ...groups, ...nodes],
    });
    switched.overrideLogicalId(logicalId(key));
    this.fqn = switched.fqn;
  }

  private alias({ name, address, comment }: FirewallAlias, after: ITerraformDependable[]) {
    const alias = new VirtualEnvironmentFirewallAlias(this, `alias:${name}`, {
      name,
      cidr: address,
      comment: literal(comment),
      dependsOn: after,
    });
    alias.overrideLogicalId(logicalId(name));
    return alias;
  }

  private set({ name, comment, entries }: FirewallSet, after: ITerraformDependable[]): VirtualEnvironmentFirewallIpset {
    const set = new VirtualEnvironmentFirewallIpset(this, `set:${name}`, {
      name,
      comment: literal(comment),
      cidr: entries
        // The order in which Proxmox VE stores them.
        .toSorted((a, b) => (a.cidr < b.cidr ? -1 : 1))
        .map((entry) => ({
          name: entry.cidr,
          comment: entry.comment === undefined ? undefined : literal(entry.comment),
        })),
      dependsOn: after,
    });
    set.overrideLogicalId(logicalId(name));
    return set;
  }

  private group(group: FirewallGroup, names: Names): ITerraformDependable {
    const resource = new VirtualEnvironmentClusterFirewallSecurityGroup(this, `group:${group.name}`, {
      name: group.name,
      comment: literal(group.comment),
      rule: ruleBlocks(
        [],
        group.rules.map((rule) => throughResources(rule, names)),
      ),
    });
    resource.overrideLogicalId(logicalId(group.name));
    return resource;
  }
}

interface Names {
  readonly aliases: ReadonlyMap<string, VirtualEnvironmentFirewallAlias>;
  readonly sets: ReadonlyMap<string, VirtualEnvironmentFirewallIpset>;
}

/**
 * Proxmox VE rejects rules that name a missing alias or set: a reference to its resource makes Terraform create it
 * first.
 */
function throughResources(rule: FirewallRule, { aliases, sets }: Names): FirewallRule {
  const reference = (end: string | undefined): string | undefined => {
    const set = end?.startsWith("+") === true ? sets.get(end.slice(1)) : undefined;
    return set === undefined ? (aliases.get(end ?? "")?.name ?? end) : `+${set.name}`;
  };
  return { ...rule, source: reference(rule.source), dest: reference(rule.dest) };
}
