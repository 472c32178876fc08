import { groupBy } from "../../values/group-by";
import { view, type AptRepository, type Machine } from "../../model";

/** A repository, and the guests whose services come from it, each once. */
export interface RepositoryInUse {
  readonly repository: AptRepository;
  readonly guests: readonly Machine[];
}

/** Vendors' repositories in use, in order of declaration. */
export const repositories = view("repositories", ({ instances }): readonly RepositoryInUse[] => {
  const uses = instances.flatMap(({ service, machine }) =>
    (service.repositories ?? []).map((repository) => ({ repository, guest: machine })),
  );
  return [...groupBy(uses, ({ repository }) => repository.name).values()].map((group) => {
    const [{ repository }] = group as [(typeof group)[number]];
    return { repository, guests: [...new Set(group.map(({ guest: machine }) => machine))] };
  });
});
