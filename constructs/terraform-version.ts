import type { BackendProps } from "./backend";

/** Oldest Terraform that can read a stack with this backend: import blocks came with 1.5, the S3 lock file with 1.10. */
export function leastTerraform(backend: BackendProps["type"]): string {
  return backend === "s3" ? "1.10" : "1.5";
}
