/** Bringing machines what they are given. */
export { checkGuard, confirmGuard, guard, guardStatus, type Armed, type Watch } from "./guard";
export { pushHost, type PushOptions } from "./push";
export { Refused } from "./refused";
export { sshShell, Unreachable, type Finished, type RunOptions, type Shell, type SshTarget } from "./ssh";
