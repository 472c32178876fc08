import { catalogOf } from "./catalog";
import { declaredHomelab, derivedProblems } from "./checks";
import { readLocalCatalog } from "./local-catalog";
import type { Homelab } from "./model";
import { InvalidSite, readSite, type SiteDocument } from "./site";
import type { Problem } from "./values/problem";

/** A homelab without errors, the file that declares it, and the warnings for its user. */
export interface Loaded {
  readonly document: SiteDocument;
  readonly lab: Homelab;
  readonly warnings: readonly Problem[];
}

/**
 * Reads homelab.yaml and makes the whole homelab from it.
 *
 * @throws InvalidSite with all problems of the first stage that finds an error. The stages are: shape and values of
 * homelab.yaml; the shape of the user's own catalog files; the declared homelab; what the services render.
 */
export function loadHomelab(file: string): Loaded {
  const document = readSite(file);
  const { catalog: local, problems: ofFiles } = readLocalCatalog(document);
  const fileWarnings = accepted(document, ofFiles);
  const { lab, problems: found } = declaredHomelab(document.site, catalogOf(document.site, local));
  const warnings = accepted(document, [...fileWarnings, ...found]);
  return {
    document,
    lab,
    warnings: accepted(document, [...warnings, ...derivedProblems(lab)]),
  };
}

/** The problems if all of them are warnings; otherwise throws all of them as `InvalidSite`. */
function accepted(document: SiteDocument, problems: readonly Problem[]): readonly Problem[] {
  if (problems.some(({ severity }) => severity !== "warning")) throw new InvalidSite(document, problems);
  return problems;
}
