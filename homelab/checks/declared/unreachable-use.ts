import type { Check } from "../check";
import type { Homelab } from "../../model/homelab";
import { listenNames } from "../../model/listen-names";
import { inRole } from "../../model/roles";
import type { Service } from "../../model/service";
import { declarationOf, newcomer } from "../declaration";

/**
 * A port that is `local` never gets a permission, so nothing on another guest may count on it. The watcher asks from
 * wherever it lives, which is not for a service to know, and so does the gateway, unless it lives on the same guest.
 */
export const unreachableUse: Check = (lab) => [
  ...lab.connections
    .filter(({ consumer, provider, listen }) => listen.local && consumer.machine !== provider.machine)
    .map(({ consumer, provider, contract, key }) => ({
      rule: "unreachable-use",
      ...declarationOf(newcomer([provider, consumer]).service),
      value: contract.endpoint,
      message: `${consumer.service.name}.uses.${key} leads from ${consumer.machine.name} to the port ${contract.endpoint} of ${provider.service.name}, which only its own guest (${provider.machine.name}) can reach.`,
      fix: `Take \`local\` from ${provider.service.name}.listens.${contract.endpoint}, or put both on one guest.`,
    })),
  ...[...lab.services.values()].flatMap((service) =>
    listenNames(service)
      .filter(({ listen, remote }) => remote && service.listens[listen]?.local === true)
      .filter(({ at }) => !at.startsWith("web.") || !isBesideGateway(lab, service))
      .map(({ listen, at }) => ({
        rule: "unreachable-use",
        ...declarationOf(service),
        value: listen,
        message: `${service.name}.${at} is asked for over the network, but only its own guest can reach the port ${listen}.`,
        fix: `Take \`local\` from ${service.name}.listens.${listen}, or leave ${at} out.`,
      })),
  ),
];

function isBesideGateway(lab: Homelab, service: Service): boolean {
  const gateway = inRole(lab, "gateway")?.machine;
  return lab.instances.filter((instance) => instance.service === service).every(({ machine }) => machine === gateway);
}
