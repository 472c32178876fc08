/** Who may reach whom. */
export { addressSets, isMember, type AddressSet } from "./address-sets";
export { flows, pingSources, type Flow, type FlowKind, type FlowSource } from "./flows";
export { addressFor, forwarders, type Forwarder } from "./forwarders";
export { endName, permissions, type End, type Permission } from "./permissions";
export { published, type PublishedPort } from "./published";
export { routerRules, portsText, type RouterEnd, type RouterRule } from "./router-rules";
export { vpnPolicies, type VpnPolicy } from "./vpn";
