import { InvalidSite, locateProblems, readSite, type LocatedProblem } from "../../homelab/site";

/** What is wrong with a homelab.yaml, in the order of the file; nothing when it may be used. */
export function check(file: string): readonly LocatedProblem[] {
  try {
    readSite(file);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSite)) throw error;
    return locateProblems(error.source, error.problems);
  }
}
