import { assemble, views, type Catalog, type Homelab } from "../model";
import type { Site } from "../site";
import type { Problem } from "../values/problem";
import type { Check } from "./check";
import { declaredChecks } from "./declared";
import { derivedChecks } from "./derived";
import { renderedChecks } from "./rendered";

/**
 * Makes one homelab of what the catalog declares and homelab.yaml selects, with every problem of the declaration. It is
 * only to be used when none of them is an error.
 */
export function declaredHomelab(
  site: Site,
  catalog: Catalog,
): { readonly lab: Homelab; readonly problems: readonly Problem[] } {
  const { lab, problems } = assemble(site, catalog);
  return { lab, problems: [...problems, ...problemsOf(declaredChecks, lab)] };
}

/** What follows from a homelab whose declaration is sound and is wrong all the same. */
export function derivedProblems(lab: Homelab): readonly Problem[] {
  return problemsOf([...derivedChecks, ...renderedChecks], lab);
}

/** Each problem once: a service that runs on several guests has one `render`, and one fault of it. */
function problemsOf(checks: readonly Check[], lab: Homelab): readonly Problem[] {
  const all = checks.flatMap((check) => check(lab, views(lab)));
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}
