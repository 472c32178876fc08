/** Bringing machines what they are given. */
export type { Fetched } from "./artifacts/cache";
export { ArtifactProblem } from "./artifacts/problem";
export { artifactCache, cachedArtifacts, fetchArtifacts, type Artifacts } from "./artifacts/artifacts";
export { checkGuard, confirmGuard, guard, guardStatus, type Armed, type Watch } from "./push/guard";
export type { Supplies } from "./push/parts";
export type { PushOptions } from "./push/push";
export { pushGuest } from "./push/guest";
export { pushHost, type PushHostOptions } from "./push/host";
export { Refused } from "./refused";
export { shellsOf, type Shells } from "./shell/shells";
export { sshShell, Unreachable, type Finished, type RunOptions, type Shell } from "./shell/ssh";
export type { SshTarget } from "./shell/ssh-target";
export { stampOf, type Stamp } from "./push/stamp";
