/** Who may reach whom. */
export { addressSets, isMember } from "./address-sets";
export { flows, pingSources, type Flow, type FlowSource } from "./flows";
export { routingNodes, type RoutingNode } from "./routing-nodes";
export { endName, flowRules, type End, type FlowRule } from "./flow-rules";
export { forwardedPorts } from "./forwarded-ports";
export { portsText } from "./router-rules";
export { vpnPolicies, type VpnPolicy } from "./vpn";
