/** A machine with an SSH server, and how to connect to it. */
export interface SshTarget {
  readonly user: string;
  readonly address: string;
  /** Never asks for a password or a confirmation: for unattended runs. */
  readonly batch?: boolean;
  /** Whether the host's key must already be known. Default: the operator's SSH configuration. */
  readonly hostKeys?: "known" | "accept-new";
  /** The known_hosts file. Default: the operator's. */
  readonly knownHostsFile?: string;
  /** `user@address` of the jump host. Default: none. */
  readonly jump?: string;
}
