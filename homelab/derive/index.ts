/** Views of a homelab: everything that follows from what is declared. */
export { addressSets, isMember, type AddressSet } from "./address-sets";
export { budget, type NodeBudget } from "./budget";
export { cloudInits, type CloudInit } from "./cloud-init";
export { dns, type Dns, type DnsRecord } from "./dns";
export { dockerHosts, type ContainerPlan, type DockerHost, type DockerNetworkPlan } from "./docker";
export { firewall, type Firewall, type FirewallRule, type GuestFirewallRules } from "./firewall";
export { firewallAliases, type FirewallAlias } from "./firewall-names";
export { flows, type Flow, type FlowSource } from "./flows";
export { map } from "./map";
export { endName, permissions, type End, type Permission } from "./permissions";
export { published, type PublishedPort } from "./published";
export { pveAccess, type PveAccess } from "./pve-access";
export { resolversOf } from "./resolvers";
export { rendered, renderings } from "./rendered";
export { routes, routeUrl, type Route } from "./routes";
export { secrets, type SecretEntry } from "./secrets";
export { tiles, type DashboardTile } from "./tiles";
