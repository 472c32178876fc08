/** A vendor's file cannot be had, or is not what the vendor published. The message has the reason and the likely fix. */
export class ArtifactProblem extends Error {
  override readonly name = "ArtifactProblem";
}
