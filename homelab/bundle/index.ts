/** What machines are given. */
export type { Bundle, BundleCheck, BundleFile, BundleHealth, BundleStep, BundleUnit } from "./bundle";
export { dockerFirewallPart } from "./docker-firewall";
export { bundleDigest, textDigest } from "./digest";
export { hostBundles } from "./host";
export { bundleOf, type BundlePart } from "./part";
