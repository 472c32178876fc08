import { groupBy } from "../../values/group-by";
import type { Machine, Homelab, Service } from "../../model";
import { declarationOf, newcomer } from "../declaration";
import type { Problem } from "../../values/problem";
import { endName } from "../../derive/reach/permissions";
import { published, type PublishedPort } from "../../derive/reach/published";
import type { Check } from "../check";

/** A host has each port once: for itself, or for one of its guests. */
export const publishedPort: Check = (lab, get) =>
  [...groupBy(get(published), ({ node, protocol, port }) => `${node.name} ${protocol} ${port}`).values()].flatMap(
    (group) => {
      const [first, ...others] = group as [PublishedPort, ...PublishedPort[]];
      const own = serviceAt(lab, first.node, first);
      if (own !== undefined) return [clash(first, [{ service: own }, ...group.flatMap((each) => claimOf(lab, each))])];
      const rival = others.find((other) => overlap(first, other));
      return rival === undefined
        ? []
        : [
            clash(
              first,
              [first, rival].flatMap((each) => claimOf(lab, each)),
            ),
          ];
    },
  );

interface Claim {
  readonly service: Service;
}

function clash({ node, protocol, port, reasons }: PublishedPort, claims: readonly Claim[]): Problem {
  const [first, ...others] = claims as [Claim, ...Claim[]];
  const last = newcomer([first, ...others]);
  const names = claims.map(({ service }) => service.name).join(" and ");
  return {
    rule: "published-port",
    ...declarationOf(last.service),
    value: `${protocol} ${port}`,
    message: `${names} both want ${protocol} ${port} of ${node.name}, which offers it to those who cannot reach its guests themselves (${reasons.join(", ")}).`,
    fix: `Give ${last.service.name} another port, or put it into a network that does not hide behind ${node.name}.`,
  };
}

function claimOf(lab: Homelab, each: PublishedPort): Claim[] {
  const service = serviceAt(lab, each.to, each);
  return service === undefined ? [] : [{ service }];
}

function serviceAt(lab: Homelab, machine: Machine, { protocol, port }: Pick<PublishedPort, "protocol" | "port">) {
  return lab.instances.find(
    (instance) =>
      instance.machine === machine &&
      Object.values(instance.service.listens).some((listen) => listen.protocol === protocol && listen.port === port),
  )?.service;
}

/** Who may come to both: an audience may be anybody. */
function overlap(one: PublishedPort, other: PublishedPort): boolean {
  const names = new Set(one.from.map(endName));
  return (
    [...one.from, ...other.from].some((end) => "audience" in end) || other.from.some((end) => names.has(endName(end)))
  );
}
