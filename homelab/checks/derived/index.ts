import type { Check } from "../check";
import { forwardedPort } from "./forwarded-port";

/** Every rule over what is derived from a homelab whose declaration has no errors. */
export const derivedChecks: readonly Check[] = [forwardedPort];
