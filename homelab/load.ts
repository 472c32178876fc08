import { catalogOf } from "./catalog";
import { assemble, type Homelab } from "./model";
import { InvalidSite, readSite, type SiteDocument } from "./site";
import type { Problem } from "./values/problem";

/** A homelab that may be used, the file it came from, and what its user should know all the same. */
export interface Loaded {
  readonly document: SiteDocument;
  readonly lab: Homelab;
  readonly warnings: readonly Problem[];
}

/**
 * Reads homelab.yaml and makes the whole homelab of it.
 * Throws `InvalidSite` with every problem of the first wave that has any: shape and values, then the whole.
 */
export function loadHomelab(file: string): Loaded {
  const document = readSite(file);
  const { lab, problems } = assemble(document.site, catalogOf(document.site));
  const errors = problems.filter(({ severity }) => severity !== "warning");
  if (errors.length > 0) throw new InvalidSite(document, problems);
  return { document, lab, warnings: problems };
}
