import type { Problem } from "../../values/problem";
import type { Homelab } from "../homelab";
import { addressOutsideNetwork } from "./address-outside-network";
import { addressReserved } from "./address-reserved";
import { clientRefused } from "./client-refused";
import { diskBudget } from "./disk-budget";
import { dockerPoolOverlap } from "./docker-pool-overlap";
import { dockerSubnetNumber } from "./docker-subnet";
import { duplicateAddress } from "./duplicate-address";
import { duplicateClaim } from "./duplicate-claim";
import { duplicateHostname } from "./duplicate-hostname";
import { duplicateMac } from "./duplicate-mac";
import { duplicateName } from "./duplicate-name";
import { duplicateVmid } from "./duplicate-vmid";
import { duplicateVlan } from "./duplicate-vlan";
import { duplicateWebName } from "./duplicate-web-name";
import { gatewayOutsideNetwork } from "./gateway-outside-network";
import { hostRoutedNetwork } from "./host-routed-network";
import { memoryBudget } from "./memory-budget";
import { networkOverlap } from "./network-overlap";
import { portClash } from "./port-clash";
import { stateAtHome } from "./state-at-home";
import { threadsBudget } from "./threads-budget";
import { unknownApp } from "./unknown-app";
import { unknownGroup } from "./unknown-group";
import { unknownGuest } from "./unknown-guest";
import { unknownNode } from "./unknown-node";
import { unknownPerson } from "./unknown-person";
import { unknownSecret } from "./unknown-secret";
import { unknownTransit } from "./unknown-transit";

/** A rule over the whole homelab. Each stands in a file of its own name, and so does its invalid fixture. */
export type Check = (lab: Homelab) => Problem[];

/** Every rule; the order does not matter, problems are sorted by their place in the file. */
export const checks: readonly Check[] = [
  addressOutsideNetwork,
  addressReserved,
  clientRefused,
  diskBudget,
  dockerPoolOverlap,
  dockerSubnetNumber,
  duplicateAddress,
  duplicateClaim,
  duplicateHostname,
  duplicateMac,
  duplicateName,
  duplicateVmid,
  duplicateVlan,
  duplicateWebName,
  gatewayOutsideNetwork,
  hostRoutedNetwork,
  memoryBudget,
  networkOverlap,
  portClash,
  stateAtHome,
  threadsBudget,
  unknownApp,
  unknownGroup,
  unknownGuest,
  unknownNode,
  unknownPerson,
  unknownSecret,
  unknownTransit,
];
