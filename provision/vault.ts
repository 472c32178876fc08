/** Where a secret lies, in this project's own words; the vault applies the user's aliases (`secrets.items`). */
export interface VaultPlace {
  readonly item: string;
  readonly field: string;
}

/** A place that holds secrets. No value is ever printed, put into a command line or written to a disk. */
export interface Vault {
  /** For messages, for instance `1Password vault homelab`. */
  readonly title: string;
  /** @throws VaultProblem when it cannot be used. */
  ready(): Promise<void>;
  /** Whether there is a value, not which. @throws VaultProblem */
  has(place: VaultPlace): Promise<boolean>;
  /** Puts a value into a concealed field, whose item is made when there is none. @throws VaultProblem */
  write(secret: VaultPlace & { readonly value: string }): Promise<void>;
}

/** The vault cannot be used: what happened, and what to do about it. */
export class VaultProblem extends Error {
  override readonly name = "VaultProblem";
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}
