import type { Check } from "../check";
import { absentProvider } from "./absent-provider";
import { acmeDomain } from "./acme-domain";
import { addressOutsideNetwork } from "./address-outside-network";
import { addressReserved } from "./address-reserved";
import { clientRefused } from "./client-refused";
import { diskBudget } from "./disk-budget";
import { dockerHost } from "./docker-host";
import { dockerPoolOverlap } from "./docker-pool-overlap";
import { dockerSubnetNumber } from "./docker-subnet";
import { duplicateAddress } from "./duplicate-address";
import { duplicateClaim } from "./duplicate-claim";
import { duplicateContract } from "./duplicate-contract";
import { duplicateHostname } from "./duplicate-hostname";
import { duplicateMac } from "./duplicate-mac";
import { duplicateName } from "./duplicate-name";
import { duplicateVmid } from "./duplicate-vmid";
import { duplicateVlan } from "./duplicate-vlan";
import { duplicateWebName } from "./duplicate-web-name";
import { extension } from "./extension";
import { gatewayOutsideNetwork } from "./gateway-outside-network";
import { duplicateSecret } from "./duplicate-secret";
import { hostRoutedBridge } from "./host-routed-bridge";
import { kernelOnVm } from "./kernel-on-vm";
import { lanDisabled } from "./lan-disabled";
import { nasReady } from "./nas-ready";
import { operatorsUnreachable } from "./operators-unreachable";
import { operatorsWide } from "./operators-wide";
import { transitNetwork } from "./transit-network";
import { hostRoutedNetwork } from "./host-routed-network";
import { memoryBudget } from "./memory-budget";
import { networkGateway } from "./network-gateway";
import { networkOverlap } from "./network-overlap";
import { portClash } from "./port-clash";
import { privatePublicHost } from "./private-public-host";
import { exposedDatabase } from "./exposed-database";
import { renewalWindow } from "./renewal-window";
import { repository } from "./repository";
import { secondResolver } from "./second-resolver";
import { serviceName } from "./service-name";
import { signOn } from "./sign-on";
import { stateAtHome } from "./state-at-home";
import { threadsBudget } from "./threads-budget";
import { undeclaredGuest } from "./undeclared-guest";
import { unknownApp } from "./unknown-app";
import { unknownGroup } from "./unknown-group";
import { unknownGuest } from "./unknown-guest";
import { unknownPort } from "./unknown-port";
import { unknownNode } from "./unknown-node";
import { unknownPerson } from "./unknown-person";
import { unknownSecret } from "./unknown-secret";
import { unknownTransit } from "./unknown-transit";
import { unreachableUse } from "./unreachable-use";

/** Every rule over what is declared. The order does not matter: problems are sorted by their place in the file. */
export const declaredChecks: readonly Check[] = [
  absentProvider,
  acmeDomain,
  addressOutsideNetwork,
  addressReserved,
  clientRefused,
  diskBudget,
  dockerHost,
  dockerPoolOverlap,
  dockerSubnetNumber,
  duplicateAddress,
  duplicateClaim,
  duplicateContract,
  duplicateHostname,
  duplicateMac,
  duplicateName,
  duplicateVmid,
  duplicateVlan,
  duplicateWebName,
  extension,
  gatewayOutsideNetwork,
  duplicateSecret,
  hostRoutedBridge,
  kernelOnVm,
  lanDisabled,
  nasReady,
  operatorsUnreachable,
  operatorsWide,
  transitNetwork,
  hostRoutedNetwork,
  memoryBudget,
  networkGateway,
  networkOverlap,
  portClash,
  privatePublicHost,
  exposedDatabase,
  renewalWindow,
  repository,
  secondResolver,
  serviceName,
  signOn,
  stateAtHome,
  threadsBudget,
  undeclaredGuest,
  unknownApp,
  unknownGroup,
  unknownGuest,
  unknownPort,
  unknownNode,
  unknownPerson,
  unknownSecret,
  unknownTransit,
  unreachableUse,
];
