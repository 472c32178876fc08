import type { Command } from "commander";
import type { ExitCode } from "../exit";
import type { Terminal } from "../terminal";

/** One verb of the command, in a file of its own. */
export interface Verb<Options> {
  /** Declares the options that `run` gets, and further help. */
  configure?(command: Command): unknown;
  run(options: Options, terminal: Terminal): ExitCode | Promise<ExitCode>;
}

/** Option of every verb that reads homelab.yaml. */
export interface SiteOptions {
  readonly site: string;
}
