/** What machines are given. */
// Of no bundle yet: a Docker host is given it with its engine, before which it has to be there.
export { dockerFirewallPart } from "./docker-firewall";
export { bundleDigest, textDigest } from "./digest";
export { bundles, installedOn, machineBundle, type Installed } from "./bundles";
export { bundleFaults } from "./faults";
export { bundleOf } from "./part";
export { bundleSecrets, bundleTexts } from "./texts";
export { isAwaited, secretPlaces, type SecretPlaces } from "./secret-places";
