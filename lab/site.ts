import { join } from "node:path";

/** The homelab that is rehearsed. */
export const site = join(__dirname, "homelab.yaml");
