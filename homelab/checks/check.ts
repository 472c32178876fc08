import type { Get, Homelab } from "../model";
import type { Problem } from "../values/problem";

/**
 * A rule over the whole homelab: returns the problems that it finds. Each rule has its own file, and its invalid
 * fixture has the same name. Rules in `declared/` look at the declarations only; rules in `derived/` and `rendered/`
 * read views, so they run only when the earlier rules have found no error.
 */
export type Check = (lab: Homelab, get: Get) => readonly Problem[];
