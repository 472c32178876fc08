/** What firewalls load. */
export { dockerFirewalls, type DockerFirewall } from "./docker";
export { firewall, type Firewall, type FirewallRule, type GuestFirewallRules } from "./guests";
export { firewallAliases, type FirewallAlias } from "./names";
export { hostFirewalls, hostTable, type HostFirewall } from "./host";
