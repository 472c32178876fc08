import type { Check } from "../check";
import type { Homelab } from "../../model/homelab";
import { portNames } from "../../model/port-names";
import { inRole } from "../../model/roles";
import type { Service } from "../../model/service";
import { declarationOf, newcomer } from "../declaration";

/**
 * A port that is `local` never gets a permission, so nothing on another guest may count on it. The watcher asks from
 * wherever it lives, which is not for a service to know, and so does the gateway, unless it lives on the same guest.
 */
export const unreachableUse: Check = (lab) => [
  ...lab.connections
    .filter(({ consumer, provider, port }) => port.local && consumer.machine !== provider.machine)
    .map(({ consumer, provider, contract, key }) => ({
      rule: "unreachable-use",
      ...declarationOf(newcomer([provider, consumer]).service),
      value: contract.port,
      message: `${consumer.service.name}.uses.${key} leads from ${consumer.machine.name} to the port ${contract.port} of ${provider.service.name}, which only its own guest (${provider.machine.name}) can reach.`,
      fix: `Take \`local\` from ${provider.service.name}.ports.${contract.port}, or put both on one guest.`,
    })),
  ...[...lab.services.values()].flatMap((service) =>
    portNames(service)
      .filter(({ port, remote }) => remote && service.ports[port]?.local === true)
      .filter(({ at }) => !at.startsWith("web.") || !isBesideProxy(lab, service))
      .map(({ port, at }) => ({
        rule: "unreachable-use",
        ...declarationOf(service),
        value: port,
        message: `${service.name}.${at} is asked for over the network, but only its own guest can reach the port ${port}.`,
        fix: `Take \`local\` from ${service.name}.ports.${port}, or leave ${at} out.`,
      })),
  ),
];

function isBesideProxy(lab: Homelab, service: Service): boolean {
  const proxy = inRole(lab, "proxy")?.machine;
  return lab.instances.filter((instance) => instance.service === service).every(({ machine }) => machine === proxy);
}
