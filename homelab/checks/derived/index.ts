import type { Check } from "../check";
import { publishedPort } from "./published-port";

/** Every rule over what is derived from a homelab whose declaration is sound. */
export const derivedChecks: readonly Check[] = [publishedPort];
