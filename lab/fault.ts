/** What the lab itself cannot do; no check has failed. */
export class LabFault extends Error {
  override readonly name = "LabFault";
}
