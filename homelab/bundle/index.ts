/** What machines get. */
// Not in any bundle yet: a Docker host will get it together with the engine, and it must be there before the engine.
export { dockerFirewallPart } from "./docker-firewall";
export { bundleDigest, textDigest } from "./digest";
export { bundles, installedOn, machineBundle, type Installed } from "./bundles";
export { bundleFaults } from "./faults";
export { bundleOf } from "./part";
export { bundleSecrets, bundleTexts } from "./texts";
export { isAwaited, secretPlaces, type SecretPlaces } from "./secret-places";
