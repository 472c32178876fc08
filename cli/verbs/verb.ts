import type { Command, OptionValues } from "@commander-js/extra-typings";
import type { ExitCode } from "../../homelab/values/error";
import type { Terminal } from "../terminal";

/** Words of the command line that are not options, in order; commander passes a repeatable argument as a list. */
type Words<Args extends readonly unknown[]> = Args extends []
  ? unknown
  : { readonly args: Args extends [readonly (infer Word)[]] ? readonly Word[] : Readonly<Args> };

/** One verb of the command; each has its own file. */
export interface Verb<Args extends unknown[], Options extends OptionValues, Code extends number = ExitCode> {
  /** Declares arguments, options and further help. The types of `run` follow from it. */
  configure(command: Command): Command<Args, Options>;
  /** Gets the options by their names, and the arguments as `args`. */
  run(given: Options & Words<Args>, terminal: Terminal): Code | Promise<Code>;
}

/** The verb itself, with the types that its `configure` declares. */
export const verb = <Args extends unknown[], Options extends OptionValues, Code extends number = ExitCode>(
  declared: Verb<Args, Options, Code>,
): Verb<Args, Options, Code> => declared;

/** A verb without the types of what it declares. */
export interface LoadedVerb {
  configure(command: Command): unknown;
  run(given: never, terminal: Terminal): number | Promise<number>;
}

/** A verb as the help lists it. */
export interface ListedVerb {
  readonly name: string;
  /** The sentence in the list of verbs. */
  readonly summary: string;
  /** Loads the verb's file. Only the file of the requested verb is loaded, so that help is quick. */
  readonly load: () => LoadedVerb | VerbGroup;
}

/** Verbs below a verb, for instance `homelab secrets list`. */
export interface VerbGroup {
  readonly verbs: readonly ListedVerb[];
  /** Text below the help. */
  readonly help?: string;
}
