import type { SecretPlaces } from "../../homelab/bundle";
import { secretName, type Secret } from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import type { Vault, VaultEntry } from "./vault";
import { HomelabError } from "../../homelab/values/error";

/** Secrets with the same provider machines. Providers are pushed together, before all other machines. */
export interface Stage {
  /** Empty when no push reaches a provider. */
  readonly providers: readonly string[];
  readonly places: readonly SecretPlaces[];
}

/** The result of a push: done; refused, with all machines unchanged; or unknown. */
export type Pushed = "done" | "refused" | "unknown";

export interface RotationTools {
  readonly vault: Vault;
  readonly generate: (secret: Secret) => string;
  readonly push: (names: readonly string[]) => Promise<Pushed>;
  readonly report: (line: string) => void;
  /** The vault already has the new values: only push them. */
  readonly resume: boolean;
}

export interface RotationResult {
  /** Providers have the new value. */
  readonly taken: readonly SecretPlaces[];
  /** The provider refused the new value: the vault has the old value again. */
  readonly restored: readonly SecretPlaces[];
  /** The vault has the new value; it is unknown whether the provider has it. */
  readonly open: readonly SecretPlaces[];
  /** Not started. */
  readonly untouched: readonly SecretPlaces[];
  /** Other machines that may lack some of the new values. */
  readonly behind: readonly string[];
}

export const stagesOf = (places: readonly SecretPlaces[]): readonly Stage[] =>
  [...groupBy(places, ({ providers }) => providers.join(" ")).values()].map((group) => ({
    providers: group[0].providers,
    places: group,
  }));

/** Machines to push after the providers: the ones without a push since a value that they use was renewed. */
export function followers(stages: readonly Stage[]): readonly string[] {
  const last = new Map(stages.flatMap(({ providers }, index) => providers.map((name) => [name, index] as const)));
  const behind = stages.flatMap(({ places }, index) =>
    places.flatMap(({ machines }) => machines.filter((name) => (last.get(name) ?? -1) < index)),
  );
  return [...new Set(behind)].toSorted();
}

/**
 * Gives secrets new values: first in the vault, then on the provider, then on all other machines that read them. When a
 * provider refuses the new value, the vault gets the old value again, and the next stages do not start.
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
  if (others.length > 0) tools.report(`Pushing the other readers: ${others.join(", ")}.`);
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
  report(`Pushing ${providers.join(", ")}, which checks ${places.map(({ secret }) => secretName(secret)).join(", ")}.`);
  const pushed = await push(providers);
  if (pushed === "done") return "taken";
  // With several providers, one may have accepted it.
  if (pushed === "unknown" || resume || old.length === 0 || providers.length > 1) return "open";
  try {
    await vault.write(old);
    return "restored";
  } catch (error) {
    if (!(error instanceof HomelabError)) throw error;
    report(`The old value could not be restored in the vault. ${error.message}`);
    return "open";
  }
}

/**
 * Writes new values of generated secrets and returns the old ones. Secrets that people bring already have their new
 * value.
 */
async function renewed(places: readonly SecretPlaces[], { vault, generate, report }: RotationTools) {
  const own = places.map(({ secret }) => secret).filter(({ kind }) => kind === "generated");
  if (own.length === 0) return [];
  const old = await Promise.all(
    own.map(async ({ item, field }) => ({ item, field, value: await vault.read({ item, field }) })),
  );
  await vault.write(own.map((secret) => ({ item: secret.item, field: secret.field, value: generate(secret) })));
  report(`The ${vault.title} has a new value for ${own.map(secretName).join(", ")}.`);
  return old.filter((entry): entry is VaultEntry => entry.value !== undefined);
}
