import type { Check } from "../check";
import type { Homelab } from "../../model/homelab";
import { portNames } from "../../model/port-names";
import { inRole } from "../../model/roles";
import type { Service } from "../../model/service";
import { declarationOf, newcomer } from "../declaration";

/**
 * A port that is `local` gets no flow rule, so no service on another machine may depend on it. The watcher and the
 * proxy may run on any machine; a web interface on a `local` port works only beside the proxy, on the same machine.
 */
export const unreachableUse: Check = (lab) => [
  ...lab.connections
    .filter(({ consumer, provider, port }) => port.local && consumer.machine !== provider.machine)
    .map(({ consumer, provider, contract, key }) => ({
      rule: "unreachable-use",
      ...declarationOf(newcomer([provider, consumer]).service),
      value: contract.port,
      message: `${consumer.service.name}.uses.${key} connects from ${consumer.machine.name} to the port ${contract.port} of ${provider.service.name}, which is local: only ${provider.machine.name} itself can reach it.`,
      fix: `Remove \`local\` from ${provider.service.name}.ports.${contract.port}, or put both services on the same guest.`,
    })),
  ...[...lab.services.values()].flatMap((service) =>
    portNames(service)
      .filter(({ port, remote }) => remote && service.ports[port]?.local === true)
      .filter(({ at }) => !at.startsWith("web.") || !isBesideProxy(lab, service))
      .map(({ port, at }) => ({
        rule: "unreachable-use",
        ...declarationOf(service),
        value: port,
        message: `${service.name}.${at} is called over the network, but its port ${port} is local: only its own machine can reach it.`,
        fix: `Remove \`local\` from ${service.name}.ports.${port}, or remove ${at}.`,
      })),
  ),
];

function isBesideProxy(lab: Homelab, service: Service): boolean {
  const proxy = inRole(lab, "proxy")?.machine;
  return lab.instances.filter((instance) => instance.service === service).every(({ machine }) => machine === proxy);
}
