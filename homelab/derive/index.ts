/** Views of a homelab: everything that follows from what is declared. */
export { addressSets, isMember, type AddressSet } from "./address-sets";
export { budget, type NodeBudget } from "./budget";
export { calledNames, signOnNames, type CalledName } from "./called-names";
export { certificates, type Certificate } from "./certificates";
export { cloudInits, type CloudInit } from "./cloud-init";
export { dns, hostLabel, type Dns, type DnsRecord } from "./dns";
export { dockerHosts, type ContainerPlan, type DockerHost, type DockerNetworkPlan } from "./docker";
export { dockerFirewalls, type DockerFirewall } from "./docker-firewall";
export { firewall, type Firewall, type FirewallRule, type GuestFirewallRules } from "./firewall";
export { firewallAliases, type FirewallAlias } from "./firewall-names";
export { everywhere } from "./everywhere";
export { flows, pingSources, type Flow, type FlowKind, type FlowSource } from "./flows";
export { addressFor, forwarders, type Forwarder } from "./forwarders";
export {
  gatewayRoutes,
  redirectOf,
  signOnRouters,
  signOnService,
  type GatewayRoute,
  type GatewayRouter,
  type GatewayTransport,
} from "./gateway";
export { hostFirewalls, hostTable, type HostFirewall } from "./host-firewall";
export { kernelNeeds, type KernelNeed, type KernelSettings } from "./kernel-needs";
export { map } from "./map";
export { networkMap } from "./network-map";
export { shortTitle } from "./map-card";
export { packageCaches } from "./package-cache";
export { endName, permissions, type End, type Permission } from "./permissions";
export { published, type PublishedPort } from "./published";
export { pushOrder } from "./push-order";
export { pveAccess, type PveAccess } from "./pve-access";
export { repositories, type RepositoryInUse } from "./repositories";
export { resolversOf } from "./resolvers";
export { rendered, renderings } from "./rendered";
export { fqdn, hostOf, routes, routeUrl, type Route } from "./routes";
export { routerRules, portsText, type RouterEnd, type RouterRule } from "./router-rules";
export { routerTodo, type RouterTask } from "./router";
export { secrets, type SecretEntry } from "./secrets";
export { terraformAccess, terraformNeeds, terraformPrivileges } from "./terraform-role";
export {
  clientSecretOf,
  directoryAccounts,
  oidcSettings,
  signOnClients,
  signOnUrl,
  type OidcSettings,
  type SignOnClient,
} from "./sign-on";
export { tiles, type DashboardTile } from "./tiles";
export { placeKey, traffic, type Traffic } from "./traffic";
export { updateWindows, type UpdateWindow } from "./update-windows";
export { vpnPolicies, type VpnPolicy } from "./vpn";
