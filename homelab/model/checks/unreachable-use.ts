import type { Check } from ".";
import { listenNames } from "../listen-names";
import { declarationOf, newcomer } from "./declaration";

/**
 * A port that is `local` never gets a permission, so nothing on another guest may count on it. The gateway and the
 * watcher ask from wherever they live, which is not for a service to know: they need a port that is not local.
 */
export const unreachableUse: Check = ({ connections, services }) => [
  ...connections
    .filter(({ consumer, provider, listen }) => listen.local && consumer.guest !== provider.guest)
    .map(({ consumer, provider, contract, key }) => ({
      rule: "unreachable-use",
      ...declarationOf(newcomer([provider, consumer]).service),
      value: contract.endpoint,
      message: `${consumer.service.name}.uses.${key} leads from ${consumer.guest.name} to the port ${contract.endpoint} of ${provider.service.name}, which only its own guest (${provider.guest.name}) can reach.`,
      fix: `Take \`local\` from ${provider.service.name}.listens.${contract.endpoint}, or put both on one guest.`,
    })),
  ...[...services.values()].flatMap((service) =>
    listenNames(service)
      .filter(({ listen, remote }) => remote && service.listens[listen]?.local === true)
      .map(({ listen, at }) => ({
        rule: "unreachable-use",
        ...declarationOf(service),
        value: listen,
        message: `${service.name}.${at} is asked for over the network, but only its own guest can reach the port ${listen}.`,
        fix: `Take \`local\` from ${service.name}.listens.${listen}, or leave ${at} out.`,
      })),
  ),
];
