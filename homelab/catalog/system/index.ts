import type { Service } from "../../model";
import type { Site } from "../../site";
import { base } from "./base";

/** Services of every Debian guest. */
export const baseServices = (site: Site): readonly Service[] => [base(site)];
