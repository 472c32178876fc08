import type { Command, OptionValues } from "@commander-js/extra-typings";
import type { ExitCode } from "../../homelab/values/error";
import type { Terminal } from "../terminal";

/** Words of the command line that are no options, in their order; commander gives several of one argument as a list. */
type Words<Args extends readonly unknown[]> = Args extends []
  ? unknown
  : { readonly args: Args extends [readonly (infer Word)[]] ? readonly Word[] : Readonly<Args> };

/** One verb of the command, in a file of its own. */
export interface Verb<Args extends unknown[], Options extends OptionValues, Code extends number = ExitCode> {
  /** Declares arguments and options, of which the types of what `run` is given are made, and further help. */
  configure(command: Command): Command<Args, Options>;
  /** Gets the options by their names, and the arguments as `args`. */
  run(given: Options & Words<Args>, terminal: Terminal): Code | Promise<Code>;
}

/** The verb itself, with the types that its `configure` declares. */
export const verb = <Args extends unknown[], Options extends OptionValues, Code extends number = ExitCode>(
  declared: Verb<Args, Options, Code>,
): Verb<Args, Options, Code> => declared;

/** A verb of which nobody knows any more what it declares. */
export interface LoadedVerb {
  configure(command: Command): unknown;
  run(given: never, terminal: Terminal): number | Promise<number>;
}

/** A verb as the help lists it. */
export interface ListedVerb {
  readonly name: string;
  /** A sentence for the list in the help. */
  readonly summary: string;
  /** Loads the verb's file; the others are not read, so that help is quick. */
  readonly load: () => LoadedVerb | VerbGroup;
}

/** Verbs below a verb, for instance `homelab secrets list`. */
export interface VerbGroup {
  readonly verbs: readonly ListedVerb[];
  /** Text below the help. */
  readonly help?: string;
}
