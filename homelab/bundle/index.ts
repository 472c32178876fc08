/** What machines are given. */
export { dockerFirewallPart } from "./docker-firewall";
export { bundleDigest, textDigest } from "./digest";
export { bundles } from "./bundles";
export { bundleFaults } from "./faults";
export { bundleOf } from "./part";
export { bundleSecrets, bundleTexts } from "./texts";
export { secretPlaces, type SecretPlaces } from "./secret-places";
