import { catalogOf } from "./catalog";
import { declaredHomelab, derivedProblems } from "./checks";
import { readLocalCatalog } from "./local-catalog";
import type { Homelab } from "./model";
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
 * Throws `InvalidSite` with every problem of the first wave that has any: shape and values of homelab.yaml, the shape of
 * the user's own catalog files, then the whole, then what the services make of it.
 */
export function loadHomelab(file: string): Loaded {
  const document = readSite(file);
  const { catalog: local, problems: ofFiles } = readLocalCatalog(document);
  const told = accepted(document, ofFiles);
  const { lab, problems: found } = declaredHomelab(document.site, catalogOf(document.site, local));
  const warnings = accepted(document, [...told, ...found]);
  return {
    document,
    lab,
    warnings: accepted(document, [...warnings, ...derivedProblems(lab)]),
  };
}

/** The problems, when all of them are warnings; else throws them as `InvalidSite`. */
function accepted(document: SiteDocument, problems: readonly Problem[]): readonly Problem[] {
  if (problems.some(({ severity }) => severity !== "warning")) throw new InvalidSite(document, problems);
  return problems;
}
