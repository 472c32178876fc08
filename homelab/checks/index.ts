import { assemble, views, type Catalog, type Homelab } from "../model";
import type { Site } from "../site";
import type { Problem } from "../values/problem";
import type { Check } from "./check";
import { declaredChecks } from "./declared";
import { derivedChecks } from "./derived";
import { renderedChecks } from "./rendered";

/**
 * Makes one homelab from what the catalog declares and homelab.yaml selects, and returns every problem of the
 * declaration. Use the homelab only if none of them is an error.
 */
export function declaredHomelab(
  site: Site,
  catalog: Catalog,
): { readonly lab: Homelab; readonly problems: readonly Problem[] } {
  const { lab, problems } = assemble(site, catalog);
  return { lab, problems: [...problems, ...problemsOf(declaredChecks, lab)] };
}

/** The problems that appear only in what is derived or rendered from a homelab whose declaration has no errors. */
export function derivedProblems(lab: Homelab): readonly Problem[] {
  return problemsOf([...derivedChecks, ...renderedChecks], lab);
}

/**
 * Each problem once: a service on several machines has one `render`, whose fault would otherwise appear several times.
 */
function problemsOf(checks: readonly Check[], lab: Homelab): readonly Problem[] {
  const all = checks.flatMap((check) => check(lab, views(lab)));
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}
