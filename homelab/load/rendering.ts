import { bundleFaults, bundles, bundleSecrets } from "../bundle";
import { dockerHosts, renderings, secrets, type ContainerPlan } from "../derive";
import { secretName, views, type Container, type Homelab, type Rendered, type Service } from "../model";
import { declarationOf, newcomer } from "../model/checks/declaration";
import { duplicates } from "../model/checks/duplicates";
import { isDnsLabel } from "../values/names";
import type { Problem } from "../values/problem";

/** What is wrong with what the services put into their guests, which only shows once they are rendered. */
export function renderingProblems(lab: Homelab): Problem[] {
  const get = views(lab);
  // A service that runs on several guests has one `render`, and each fault of it is told once.
  const problems = [
    ...new Map(
      [...get(renderings)]
        .flatMap(([{ service }, rendering]) => problemsOf(service, rendering))
        .map((problem) => [problem.message, problem]),
    ).values(),
  ];
  if (problems.length > 0) return problems;
  return [...get(dockerHosts).flatMap(({ containers }) => sameNames(containers)), ...bundleProblems(lab)];
}

/** Services may be at odds over one machine; the one that the user added is the likely cause. */
function bundleProblems(lab: Homelab): Problem[] {
  const get = views(lab);
  const suspect = (target: string): Pick<Problem, "path"> =>
    declarationOf(lab.instances.find(({ service, guest }) => guest.name === target && service.source)?.service ?? {});
  return [...get(bundles).values()].flatMap((bundle) => [
    ...bundleFaults(bundle).map((message) => ({
      rule: "bundle",
      ...suspect(bundle.target),
      message: `What ${bundle.target} is given makes no sense: ${message}`,
      fix: `Correct the render of a service that runs on ${bundle.target}.`,
    })),
    ...bundleSecrets(bundle)
      .map(secretName)
      .filter((name) => !get(secrets).has(name))
      .map((name) => ({
        rule: "bundle",
        ...suspect(bundle.target),
        message: `${bundle.target} is given the secret ${name}, which no service declares: nobody would make or bring it.`,
        fix: "Name it under the secrets of the service that puts it into a file.",
      })),
  ]);
}

function problemsOf(service: Service, rendering: Rendered | Error): Problem[] {
  if (rendering instanceof Error) return [failed(service, rendering)];
  const { containers = [] } = rendering;
  return [...misnamed(service, containers), ...containers.flatMap((container) => unlisted(service, container))];
}

function failed(service: Service, { message }: Error): Problem {
  return {
    rule: "render",
    ...declarationOf(service),
    message: `The render of ${service.name} fails: ${message.split("\n")[0]}`,
    fix: "Correct it; `npm run typecheck` may say more.",
  };
}

/** Docker takes more names; as DNS labels they are also host names, and the first one is how other apps find it. */
function misnamed(service: Service, containers: readonly Container[]): Problem[] {
  const problem = (name: string, message: string, fix: string): Problem => ({
    rule: "container-name",
    ...declarationOf(service),
    value: name,
    message,
    fix,
  });
  const [first] = containers;
  const other = first !== undefined && first.name !== service.name ? [first] : [];
  return [
    ...other.map(({ name }) =>
      problem(
        name,
        `The first container of ${service.name} is named ${name}, but other apps look for ${service.name}.`,
        `Name it ${service.name}, or put the container of that name first.`,
      ),
    ),
    ...containers
      .filter((container) => !isDnsLabel(container.name) && !other.includes(container))
      .map(({ name }) =>
        problem(
          name,
          `A container of ${service.name} cannot be named "${name}": 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.`,
          "Give it a DNS label as its name.",
        ),
      ),
  ];
}

function unlisted(service: Service, { name, ports = [] }: Container): Problem[] {
  return ports
    .filter((key) => !Object.hasOwn(service.listens, key))
    .map((key) => ({
      rule: "container-port",
      ...declarationOf(service),
      value: key,
      message: `The container ${name} answers the port ${key}, which the listens of ${service.name} do not have.`,
      fix: `Add ${key} to its listens, or take it from the ports of the container.`,
    }));
}

function sameNames(containers: readonly ContainerPlan[]): Problem[] {
  return duplicates(containers, ({ container }) => container.name).map(([name, first, ...others]) => {
    const { service } = newcomer([first, ...others]);
    const services = [...new Set([first, ...others].map((plan) => plan.service.name))];
    return {
      rule: "container-name",
      ...declarationOf(service),
      value: name,
      message: `Several containers of ${services.join(" and ")} are named ${name}.`,
      fix: `Give the one of ${service.name} another name.`,
    };
  });
}
