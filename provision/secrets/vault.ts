/** Where a secret lies, in this project's own words; the vault applies the user's aliases (`secrets.items`). */
export interface VaultPlace {
  readonly item: string;
  readonly field: string;
}

export type VaultEntry = VaultPlace & { readonly value: string };

/** A place that holds secrets. No value is ever printed, put into a command line or written to a disk in the clear. */
export interface Vault {
  /** For messages, for instance `1Password vault homelab`. */
  readonly title: string;
  /** @throws HomelabError when it cannot be used. */
  ready(): Promise<void>;
  /**
   * Makes what has to be there before a first secret can be kept, and says in sentences what that was. With `dryRun` it only
   * says what is missing.
   *
   * @throws HomelabError when it cannot be used, and cannot be made here.
   */
  prepare(options: { readonly dryRun: boolean }): Promise<readonly string[]>;
  /** The value, as it was written; undefined when there is none, or an empty one. @throws HomelabError */
  read(place: VaultPlace): Promise<string | undefined>;
  /**
   * Puts values into concealed fields, whose items are made where there are none; whatever else lies there stays. Values of
   * one item are written together.
   *
   * @throws HomelabError
   */
  write(entries: readonly VaultEntry[]): Promise<void>;
}
