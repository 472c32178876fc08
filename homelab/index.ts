/**
 * What your own catalog files need: `import { guests, none, postgres, service, tcp } from "<this project>/homelab"`.
 * docs/local-catalog.md shows how. Each name is described where it is declared.
 */
export * from "./contracts";
export { guests } from "./catalog/guests";

// Declarations: services and their ports, web names and operations, guests, Uses and contracts, secrets, contents of files.
export {
  addressOn,
  caFile,
  content,
  contentOf,
  extend,
  external,
  forward,
  generated,
  inForm,
  inRole,
  isDebian,
  isManaged,
  issued,
  joinedContents,
  joinedParts,
  leafOf,
  networkOf,
  none,
  offer,
  oidc,
  open,
  optional,
  own,
  portOf,
  saltFor,
  secretForm,
  service,
  tcp,
  udp,
  urlOf,
  use,
  type Alert,
  type AnyContract,
  type AptRepository,
  type At,
  type BundleArtifact,
  type BundleCheck,
  type BundleFile,
  type BundleHealth,
  type BundlePart,
  type BundleStep,
  type BundleUnit,
  type Client,
  type Connected,
  type Container,
  type ContainerHealth,
  type Content,
  type Context,
  type Contract,
  type Extension,
  type Get,
  type Guest,
  type GuestSpec,
  type Health,
  type Homelab,
  type ImageName,
  type Instance,
  type KernelNeeds,
  type Leaf,
  type LxcSpec,
  type Machine,
  type Mount,
  type Network,
  type Node,
  type None,
  type Operations,
  type OwnForm,
  type Refusal,
  type Rendered,
  type Secret,
  type Secrets,
  type Service,
  type ServicePort,
  type ServiceSpec,
  type SignOn,
  type StackName,
  type StatedOperations,
  type Tile,
  type Use,
  type Uses,
  type View,
  type VmSpec,
  type Web,
  type Zone,
} from "./model";

// Containers on a Docker host: files with secrets, privileges, health checks, and the certificate of the private CA.
export {
  appUid,
  byCurl,
  byNode,
  byWget,
  dockerSocket,
  internalCa,
  media,
  publicHost,
  readingSecrets,
  secretFile,
  startsAsRoot,
  unprivileged,
} from "./catalog/support/containers";
export { linuxserver } from "./catalog/support/linuxserver";

// Programs on a guest: the sandbox of a unit, Podman containers, and what either needs from the kernel.
export { sandbox } from "./catalog/support/systemd";
export { podman, podmanUnit, shareOf, type PodmanContainer, type PodmanMount } from "./catalog/support/podman";
export { podmanKernel, podmanQuicKernel, quicKernel } from "./catalog/support/kernel";
export { firstNode, onNode, onNodes } from "./catalog/support/nodes";

// Secrets that several services read.
export { registryToken } from "./catalog/support/github";
export { telegramBotToken } from "./catalog/support/secrets";

// Views of the whole homelab that `render` may read with `get`: names and addresses of others, and the sign-on.
export {
  certificates,
  dns,
  flows,
  fqdn,
  machineLabel,
  nameOf,
  oidcSettings,
  resolversOf,
  signOnUrl,
  type Certificate,
  type Dns,
  type DnsRecord,
  type Flow,
  type OidcSettings,
} from "./derive";

// Types of what a context contains, and a function for its lists.
export type { Site } from "./site";
export type { Cidr, Ipv4 } from "./values/ipv4";
export type { Port } from "./values/port";
export { groupBy } from "./values/group-by";
