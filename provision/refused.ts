/** A machine that was reached and does not do what it was asked. The message is the machine's own. */
export class Refused extends Error {
  override readonly name = "Refused";
}
