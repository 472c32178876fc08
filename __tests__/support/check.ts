import { loadHomelab } from "../../homelab/load";
import { InvalidSite, locateProblems, type LocatedProblem } from "../../homelab/site";

/** The problems of a homelab.yaml, in the order of the file; none if it is valid. */
export function check(file: string): readonly LocatedProblem[] {
  try {
    loadHomelab(file);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSite)) throw error;
    return locateProblems(error.source, error.problems);
  }
}
