import type { Service } from "../../model";
import { base } from "./base";

/** What every guest of Debian has. */
export const baseServices: readonly Service[] = [base];
