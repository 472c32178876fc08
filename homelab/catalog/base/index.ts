import type { Service } from "../../model";
import { base as layer } from "./base";

/** What every guest of Debian has. */
export const base: readonly Service[] = [layer];
