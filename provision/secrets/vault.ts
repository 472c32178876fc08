/** The place of a secret, by the project's names; the vault applies the user's aliases (`secrets.items`). */
export interface VaultPlace {
  readonly item: string;
  readonly field: string;
}

export type VaultEntry = VaultPlace & { readonly value: string };

/** A store of secrets. It never prints a value, puts one on a command line, or writes one to disk in plain text. */
export interface Vault {
  /** Name in messages, for example `1Password vault homelab`. */
  readonly title: string;
  /** @throws HomelabError when it cannot be used. */
  ready(): Promise<void>;
  /**
   * Makes what the vault needs before it can store a first secret, and returns it in sentences. With `dryRun` it only
   * returns what is missing.
   *
   * @throws HomelabError when the vault cannot be used, and cannot be made here.
   */
  prepare(options: { readonly dryRun: boolean }): Promise<readonly string[]>;
  /** The value, exactly as written; undefined when it is missing or empty. @throws HomelabError */
  read(place: VaultPlace): Promise<string | undefined>;
  /**
   * Writes values into concealed fields. Makes missing items, and keeps all other content. Writes values of one item
   * together.
   *
   * @throws HomelabError
   */
  write(entries: readonly VaultEntry[]): Promise<void>;
}
