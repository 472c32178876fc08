import type { Service } from "../../model";
import { base as layer } from "./base";

/** What every LXC has. */
export const base: readonly Service[] = [layer];
