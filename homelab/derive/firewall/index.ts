/** What firewalls load. */
export { dockerFirewalls, type DockerFirewall } from "./docker";
export { firewall, type Firewall, type FirewallRule, type GuestFirewallRules } from "./guests";
export { hostFirewalls, hostTable } from "./host";
