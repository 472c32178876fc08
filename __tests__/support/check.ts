import { loadHomelab } from "../../homelab/load";
import { InvalidSite, locateProblems, type LocatedProblem } from "../../homelab/site";

/** The error with which the check refuses a homelab.yaml; undefined if the file is valid. */
export function refusalOf(file: string): InvalidSite | undefined {
  try {
    loadHomelab(file);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidSite)) throw error;
    return error;
  }
}

/** The problems of a homelab.yaml, in the order of the file; none if it is valid. */
export function check(file: string): readonly LocatedProblem[] {
  const refusal = refusalOf(file);
  return refusal === undefined ? [] : locateProblems(refusal.source, refusal.problems);
}
