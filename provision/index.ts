/** Bringing machines what they are given. */
export type { Fetched } from "./artifact-cache";
export { artifactCache, fetchArtifacts, type Artifacts } from "./artifacts";
export { checkGuard, confirmGuard, guard, guardStatus, type Armed, type Watch } from "./guard";
export type { Supplies } from "./parts";
export { push, type PushOptions } from "./push";
export { pushGuest } from "./push-guest";
export { pushHost, type PushHostOptions } from "./push-host";
export { ArtifactProblem, Refused } from "./refused";
export { shellsOf, type Shells } from "./shells";
export { sshShell, Unreachable, type Finished, type RunOptions, type Shell, type SshTarget } from "./ssh";
export { stampOf, type Stamp } from "./stamp";
