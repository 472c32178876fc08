import type { Get, Homelab } from "../model";
import type { Problem } from "../values/problem";

/**
 * A rule over the whole homelab: the problems that it finds. Each rule has a file of its own name, and so does its invalid
 * fixture. Rules of `declared/` look at what is declared alone; those of `derived/` and `rendered/` read views, and need a
 * homelab that is sound so far.
 */
export type Check = (lab: Homelab, get: Get) => readonly Problem[];
