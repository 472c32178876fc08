/** A vendor's file cannot be had, or is not what the vendor published. The message has the reason. */
export class ArtifactProblem extends Error {
  override readonly name = "ArtifactProblem";

  constructor(
    message: string,
    /** The likely fix, where it is the same for every file; it is then told once. */
    readonly fix?: string,
  ) {
    super(message);
  }
}
