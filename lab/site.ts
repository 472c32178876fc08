import { join } from "node:path";

/** The homelab that the lab rehearses. */
export const site = join(__dirname, "homelab.yaml");
