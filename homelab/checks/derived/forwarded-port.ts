import { groupBy, type Group } from "../../values/group-by";
import type { Machine, Homelab, Service } from "../../model";
import { declarationOf, newcomer } from "../declaration";
import type { Problem } from "../../values/problem";
import { endName } from "../../derive/reach/flow-rules";
import { forwardedPorts, type ForwardedPort } from "../../derive/reach/forwarded-ports";
import type { Check } from "../check";

/** A port of a host belongs to one service: on the host itself, or on a guest that the host forwards the port to. */
export const forwardedPort: Check = (lab, get) =>
  [...groupBy(get(forwardedPorts), ({ node, protocol, port }) => `${node.name} ${protocol} ${port}`).values()].flatMap(
    (group) => {
      const [first, ...others] = group;
      const own = serviceAt(lab, first.node, first);
      if (own !== undefined) return [clash(first, [{ service: own }, ...group.map((each) => claimOf(lab, each))])];
      const rival = others.find((other) => overlap(first, other));
      return rival === undefined ? [] : [clash(first, [claimOf(lab, first), claimOf(lab, rival)])];
    },
  );

interface Claim {
  readonly service: Service;
}

function clash({ node, protocol, port, reasons }: ForwardedPort, claims: Group<Claim>): Problem {
  const last = newcomer(claims);
  const names = claims.map(({ service }) => service.name).join(" and ");
  return {
    rule: "forwarded-port",
    ...declarationOf(last.service),
    value: `${protocol} ${port}`,
    message: `${names} both need ${protocol} ${port} of ${node.name}, which forwards it for clients that cannot reach the guests directly (${reasons.join(", ")}).`,
    fix: `Give ${last.service.name} another port, or move it to a network that is not behind the NAT of ${node.name}.`,
  };
}

function claimOf(lab: Homelab, each: ForwardedPort): Claim {
  const service = serviceAt(lab, each.to, each);
  if (service === undefined) throw new Error(`Nothing on ${each.to.name} has the ${each.protocol} port ${each.port}.`);
  return { service };
}

function serviceAt(lab: Homelab, machine: Machine, { protocol, port }: Pick<ForwardedPort, "protocol" | "port">) {
  return lab.instances.find(
    (instance) =>
      instance.machine === machine &&
      Object.values(instance.service.ports).some((each) => each.protocol === protocol && each.number === port),
  )?.service;
}

/** Whether a client may reach both ports: a zone may contain any client. */
function overlap(one: ForwardedPort, other: ForwardedPort): boolean {
  const names = new Set(one.from.map(endName));
  return [...one.from, ...other.from].some((end) => "zone" in end) || other.from.some((end) => names.has(endName(end)));
}
