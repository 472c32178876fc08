import type { AptRepository, BundlePart, Instance } from "../model";

/**
 * Vendors' repositories of the services that bring packages, with their signing keys. The computer that runs the push
 * downloads a key, because a guest without internet access could not.
 */
export function repositoriesPart(
  services: readonly { readonly instance: Instance; readonly part: BundlePart }[],
): BundlePart {
  const all = services.flatMap(({ instance, part }) =>
    (part.packages ?? []).length > 0 ? (instance.service.repositories ?? []) : [],
  );
  const repositories = [...new Map(all.map((repository) => [repository.name, repository])).values()];
  return {
    files: repositories.map((repository) => ({
      path: `/etc/apt/sources.list.d/${repository.name}.sources`,
      content: sourceText(repository),
    })),
    artifacts: repositories.map((repository) => ({ path: keyPath(repository), url: repository.key, mode: "0644" })),
  };
}

const keyPath = ({ name }: AptRepository): string => `/etc/apt/keyrings/${name}.asc`;

const sourceText = (repository: AptRepository): string => `Types: deb
URIs: ${repository.uri}
Suites: ${repository.suites.join(" ")}
Components: ${repository.components.join(" ")}
Signed-By: ${keyPath(repository)}
`;
