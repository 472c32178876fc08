import type { Command } from "commander";
import type { ExitCode } from "../../homelab/values/error";
import type { Terminal } from "../terminal";

/** One verb of the command, in a file of its own. */
export interface Verb<Options, Code extends number = ExitCode> {
  /** Declares the options that `run` gets, and further help. */
  configure?(command: Command): unknown;
  run(options: Options, terminal: Terminal): Code | Promise<Code>;
}

/** What a verb with arguments gets beside its options. */
export interface Arguments {
  /** Words of the command line that are no options, in their order. */
  readonly args: readonly string[];
}

/** Option of every verb that reads homelab.yaml. */
export interface SiteOptions {
  readonly site: string;
}

/** A verb as the help lists it. */
export interface ListedVerb {
  readonly name: string;
  /** A sentence for the list in the help. */
  readonly summary: string;
  /** Loads the verb's file; the others are not read, so that help is quick. */
  readonly load: () => Verb<never, number> | VerbGroup;
}

/** Verbs below a verb, for instance `homelab secrets list`. */
export interface VerbGroup {
  readonly verbs: readonly ListedVerb[];
  /** Text below the help. */
  readonly help?: string;
}
