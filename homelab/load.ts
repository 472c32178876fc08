import { dirname } from "node:path";
import { catalogOf } from "./catalog";
import { readLocalCatalog } from "./local-catalog";
import { assemble, type Homelab } from "./model";
import { InvalidSite, localFiles, readSite, type SiteDocument } from "./site";
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
  const { files, problems: unread } = localFiles(document);
  const { catalog: local, problems: unloaded } = readLocalCatalog(files, dirname(file));
  const { lab, problems: found } = assemble(document.site, catalogOf(document.site, local));
  const problems = [...unread, ...unloaded, ...found];
  if (problems.some(({ severity }) => severity !== "warning")) throw new InvalidSite(document, problems);
  return { document, lab, warnings: problems };
}
