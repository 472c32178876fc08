/** What machines are given. */
export type { Bundle, BundleCheck, BundleFile, BundleHealth, BundleStep, BundleUnit } from "./bundle";
export { bundleDigest, textDigest } from "./digest";
export { hostBundles } from "./host";
