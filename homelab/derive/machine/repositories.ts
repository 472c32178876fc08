import { groupBy } from "../../values/group-by";
import { view, type AptRepository, type Machine } from "../../model";

/** A repository, and the machines with services from it, each once. */
export interface RepositoryInUse {
  readonly repository: AptRepository;
  readonly machines: readonly Machine[];
}

/** The vendors' repositories in use, in order of declaration. */
export const repositories = view("repositories", ({ instances }): readonly RepositoryInUse[] => {
  const uses = instances.flatMap(({ service, machine }) =>
    (service.repositories ?? []).map((repository) => ({ repository, machine })),
  );
  return [...groupBy(uses, ({ repository }) => repository.name).values()].map((group) => {
    const [{ repository }] = group;
    return { repository, machines: [...new Set(group.map(({ machine }) => machine))] };
  });
});
