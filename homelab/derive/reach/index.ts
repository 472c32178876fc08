/** Who may reach whom. */
export { addressSets, isMember, setName, type AddressSet } from "./address-sets";
export { flows, pingSources, type Flow, type FlowKind, type FlowSource } from "./flows";
export { addressFor, routingNodes, type RoutingNode } from "./routing-nodes";
export { endName, flowRules, type End, type FlowRule } from "./flow-rules";
export { forwardedPorts, type ForwardedPort } from "./forwarded-ports";
export { routerRules, portsText, type RouterEnd, type RouterRule } from "./router-rules";
export { vpnPolicies, type VpnPolicy } from "./vpn";
