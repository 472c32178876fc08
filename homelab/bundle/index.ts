/** What machines are given. */
export type { Bundle, BundleCheck, BundleFile, BundleHealth, BundleStep, BundleUnit } from "./bundle";
