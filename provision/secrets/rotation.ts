import type { SecretPlaces } from "../../homelab/bundle";
import { secretName, type Secret } from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import type { Vault, VaultEntry } from "./vault";
import { HomelabError } from "../../homelab/values/error";

/** Secrets whose providers are the same machines: those are pushed together, before everyone else. */
export interface Stage {
  /** Empty when no push reaches a provider. */
  readonly providers: readonly string[];
  readonly places: readonly SecretPlaces[];
}

/** What became of a push: done; refused, with all machines as they were before; or nobody knows. */
export type Pushed = "done" | "refused" | "unknown";

export interface RotationTools {
  readonly vault: Vault;
  readonly generate: (secret: Secret) => string;
  readonly push: (names: readonly string[]) => Promise<Pushed>;
  readonly report: (line: string) => void;
  /** New values lie in the vault already: only push them. */
  readonly resume: boolean;
}

export interface RotationResult {
  /** Providers have the new value. */
  readonly taken: readonly SecretPlaces[];
  /** The provider would not take it: the vault has the old value again. */
  readonly restored: readonly SecretPlaces[];
  /** The vault has the new value; whether the provider has it is not known. */
  readonly open: readonly SecretPlaces[];
  /** Not begun. */
  readonly untouched: readonly SecretPlaces[];
  /** Other machines that some of the new values did not reach for sure. */
  readonly behind: readonly string[];
}

export const stagesOf = (places: readonly SecretPlaces[]): readonly Stage[] =>
  [...groupBy(places, ({ providers }) => providers.join(" ")).values()].map((group) => ({
    providers: group[0].providers,
    places: group,
  }));

/** Machines that are pushed after the providers: those that have had no push since the value was new. */
export function followers(stages: readonly Stage[]): readonly string[] {
  const last = new Map(stages.flatMap(({ providers }, index) => providers.map((name) => [name, index] as const)));
  const behind = stages.flatMap(({ places }, index) =>
    places.flatMap(({ machines }) => machines.filter((name) => (last.get(name) ?? -1) < index)),
  );
  return [...new Set(behind)].toSorted();
}

/**
 * Gives secrets new values: into the vault, to the provider, and then to everyone else who reads them. A provider that
 * refuses the new value leaves everything as it was, and what comes after it is not begun.
 *
 * @throws HomelabError
 */
export async function rotate(places: readonly SecretPlaces[], tools: RotationTools): Promise<RotationResult> {
  const stages = stagesOf(places);
  const outcomes: Outcome[] = [];
  for (const stage of stages) {
    const outcome = await runStage(stage, tools);
    outcomes.push(outcome);
    if (outcome !== "taken") break;
  }
  const of = (outcome: Outcome) => stages.filter((_, index) => outcomes[index] === outcome);
  const listed = (of: readonly Stage[]) => of.flatMap((stage) => stage.places);
  const others = followers(of("taken"));
  if (others.length > 0) tools.report(`Pushing who else reads them: ${others.join(", ")}.`);
  const pushed = others.length === 0 ? "done" : await tools.push(others);
  return {
    taken: listed(of("taken")),
    restored: listed(of("restored")),
    open: listed(of("open")),
    untouched: listed(stages.slice(outcomes.length)),
    behind: pushed === "done" ? [] : others,
  };
}

type Outcome = "taken" | "restored" | "open";

async function runStage({ providers, places }: Stage, tools: RotationTools): Promise<Outcome> {
  const { vault, push, report, resume } = tools;
  const old = resume ? [] : await renewed(places, tools);
  if (providers.length === 0) return "taken";
  report(
    `Pushing ${providers.join(", ")}, where ${places.map(({ secret }) => secretName(secret)).join(", ")} is asked for.`,
  );
  const pushed = await push(providers);
  if (pushed === "done") return "taken";
  // Of several providers one may have taken it.
  if (pushed === "unknown" || resume || old.length === 0 || providers.length > 1) return "open";
  try {
    await vault.write(old);
    return "restored";
  } catch (error) {
    if (!(error instanceof HomelabError)) throw error;
    report(`The old value could not be put back. ${error.message}`);
    return "open";
  }
}

/** Writes new values of generated secrets and answers with the old ones; whoever brings a secret has written it already. */
async function renewed(places: readonly SecretPlaces[], { vault, generate, report }: RotationTools) {
  const own = places.map(({ secret }) => secret).filter(({ kind }) => kind === "generated");
  if (own.length === 0) return [];
  const old = await Promise.all(
    own.map(async ({ item, field }) => ({ item, field, value: await vault.read({ item, field }) })),
  );
  await vault.write(own.map((secret) => ({ item: secret.item, field: secret.field, value: generate(secret) })));
  report(`The ${vault.title} has a new value of ${own.map(secretName).join(", ")}.`);
  return old.filter((entry): entry is VaultEntry => entry.value !== undefined);
}
