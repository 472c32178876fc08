import type { Service } from "../../model";
import type { Site } from "../../site";
import { base } from "./base";

/** What every guest of Debian has. */
export const baseServices = (site: Site): readonly Service[] => [base(site)];
