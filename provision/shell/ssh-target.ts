/** A machine that answers SSH, and how it is to be asked. */
export interface SshTarget {
  readonly user: string;
  readonly address: string;
  /** Never asks for a password or a confirmation: for runs that nobody watches. */
  readonly batch?: boolean;
  /** Whether the host's key must be known already. Default: what the operator's own SSH configuration says. */
  readonly hostKeys?: "known" | "accept-new";
  /** File of known host keys. Default: the operator's own. */
  readonly knownHostsFile?: string;
  /** `user@address` of the machine through which the way leads. Default: none. */
  readonly jump?: string;
}
