/** The vocabulary: the parts of a homelab. */
export {
  addressOn,
  hostGateways,
  isRoutedBy,
  lanOf,
  networkOf,
  nodeHiding,
  transitAddress,
  transitOf,
  type Paths,
} from "./addresses";
export { assemble } from "./assemble";
export { ca, caFile, leafOf, type Leaf } from "./ca";
export { guestsOn, total } from "./budget";
export {
  artifactMode,
  joinedParts,
  modeOf,
  ownerOf,
  secondsOf,
  type Bundle,
  type BundleArtifact,
  type BundleCheck,
  type BundleFile,
  type BundleHealth,
  type BundlePart,
  type BundleStep,
  type BundleUnit,
} from "./bundle";
export { connectionsOf, inDockerNetwork } from "./connections";
export type { Container, ContainerHealth, Mount } from "./container";
export {
  content,
  contentOf,
  inForm,
  joinedContents,
  secretsIn,
  textOf,
  type Content,
  type SecretPiece,
} from "./content";
export { backplaneOctet, commonOctet, dockerPool, dockerSubnet } from "./docker-pool";
export {
  offer,
  optional,
  urlOf,
  use,
  type AnyContract,
  type At,
  type Connected,
  type Contract,
  type Refusal,
  type Secrets,
  type Use,
  type Uses,
} from "./contract";
export {
  asGuest,
  isDebian,
  isManaged,
  stackNames,
  type Machine,
  type GuestSpec,
  type ImageName,
  type LxcSpec,
  type Guest,
  type Lxc,
  type Vm,
  type Node,
  type StackName,
  type VmSpec,
} from "./machine";
export type { Catalog, Client, Connection, Homelab, Instance } from "./homelab";
export { portOf, tcp, udp, type Zone, type ServicePort } from "./service-port";
export type { KernelNeeds } from "./kernel";
export { interfaceOf, isHostRouted, type HostRouted, type Network } from "./network";
export {
  isNone,
  none,
  operationParts,
  type Alert,
  type Health,
  type None,
  type Operations,
  type StatedOperations,
  type Tile,
} from "./operations";
export type { AptRepository } from "./repository";
export { inRole, roles } from "./roles";
export { formName, saltFor, secretForm, type CommonForm, type OwnForm, type SecretForm } from "./secret-form";
export { external, generated, issued, secretName, secretReference, type Secret } from "./secret";
export { extend, type Extension } from "./extension";
export { instanceId, service, type Context, type Rendered, type Service, type ServiceSpec } from "./service";
export { view, views, type Get, type View } from "./view";
export { forward, isPublic, oidc, open, own, type SignOn, type Web } from "./web";
