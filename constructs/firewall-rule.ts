import { literal } from "./literal";

export type FirewallPolicy = "ACCEPT" | "DROP" | "REJECT";

/** A rule in the words of pve-firewall. */
export interface FirewallRule {
  readonly direction: "in" | "out" | "forward";
  readonly action: FirewallPolicy;
  /** Name or number of /etc/protocols. @default any */
  readonly protocol?: string;
  /** Destination port, or `80:85`, or a comma-separated list. @default any */
  readonly port?: number | string;
  /** A macro of Proxmox VE, instead of protocol and port: `Ping`. @default none */
  readonly macro?: string;
  /** Address, network, range, alias, or `+set`. @default any */
  readonly source?: string;
  /** Address, network, range, alias, or `+set`. @default any */
  readonly dest?: string;
  readonly comment: string;
  /** Log level of matches, up to the log rate limit of the cluster. @default not logged */
  readonly log?: "info" | "nolog";
}

/**
 * Rule blocks: security groups first, then the rules in their order. Groups come first because the provider cannot
 * insert a rule above several of them later.
 *
 * @see https://github.com/bpg/terraform-provider-proxmox/issues/2575
 */
export function ruleBlocks(
  groups: readonly string[],
  rules: readonly FirewallRule[],
): ({ securityGroup: string } | ReturnType<typeof ruleBlock>)[] {
  return [...groups.map((securityGroup) => ({ securityGroup })), ...rules.map(ruleBlock)];
}

function ruleBlock(rule: FirewallRule) {
  return {
    type: rule.direction,
    action: rule.action,
    macro: rule.macro,
    proto: rule.protocol,
    dport: rule.port === undefined ? undefined : String(rule.port),
    source: rule.source,
    dest: rule.dest,
    comment: literal(rule.comment),
    log: rule.log,
  };
}
