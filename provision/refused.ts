/** A machine that was reached and does not do what it was asked. The message is the machine's own. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** A vendor's file cannot be had, or is not what the vendor published. The message has the reason and the likely fix. */
export class ArtifactProblem extends Error {
  override readonly name = "ArtifactProblem";
}
