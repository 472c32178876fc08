import { loadHomelab } from "../../homelab/load";
import { InvalidSite, locateProblems, type LocatedProblem } from "../../homelab/site";

/** What is wrong with a homelab.yaml, in the order of the file; nothing when it may be used. */
export function check(file: string): readonly LocatedProblem[] {
  try {
    loadHomelab(file);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSite)) throw error;
    return locateProblems(error.source, error.problems);
  }
}
