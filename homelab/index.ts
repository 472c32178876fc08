/**
 * What a catalog file of your own needs: `import { guests, none, postgres, service, tcp } from "<this project>/homelab"`.
 * docs/local-catalog.md shows how. Each name has its description where it is declared.
 */
export * from "./contracts";
export { guests } from "./catalog/guests";
export * from "./model";

// Containers on a Docker host: files of secrets, rights, health, and the private CA's certificate inside.
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

// Programs on a guest of their own: walls of a unit, containers of Podman, and what either needs of the kernel.
export { sandbox } from "./catalog/support/systemd";
export { podman, podmanUnit, shareOf, type PodmanContainer, type PodmanMount } from "./catalog/support/podman";
export { podmanKernel, podmanQuicKernel, quicKernel } from "./catalog/support/kernel";
export { firstNode, onNode, onNodes } from "./catalog/support/nodes";

// Secrets that several services read.
export { registryToken } from "./catalog/support/github";
export { telegramBotToken } from "./catalog/support/secrets";

// What `render` may ask of the whole homelab, with `get`: names and addresses of others, and the sign-on.
export {
  certificates,
  dns,
  flows,
  fqdn,
  hostLabel,
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

// Types of what a context holds, and a tool for its lists.
export type { Site } from "./site";
export type { Cidr, Ipv4 } from "./values/ipv4";
export type { Port } from "./values/port";
export { groupBy } from "./values/group-by";
