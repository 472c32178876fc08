import type { Problem } from "../../values/problem";
import { inDockerNetwork } from "../../model/connections";
import { highestOctet } from "../../model/docker-pool";
import type { Homelab } from "../../model/homelab";
import type { Service } from "../../model/service";
import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { duplicates } from "../duplicates";

/** An app that uses a service on another machine has its own Docker network, whose number no other app has. */
export const dockerSubnetNumber: Check = (lab) => [...outside(lab), ...twice(lab), ...missing(lab)];

function outside(lab: Homelab): Problem[] {
  return numbered(lab.services.values())
    .filter(({ number }) => !Number.isInteger(number) || number < 1 || number > highestOctet)
    .map(({ service, number }) =>
      problem(lab, service, number, `${number} is not a valid number for the Docker network of ${service.name}.`),
    );
}

function twice(lab: Homelab): Problem[] {
  return duplicates(numbered(lab.services.values()), ({ number }) => String(number)).map(([, first, ...others]) => {
    const { service, number } = others.at(-1) ?? first;
    const names = [first, ...others].map((one) => one.service.name).join(" and ");
    return problem(lab, service, number, `${names} both have the Docker network number ${number}.`);
  });
}

/** In the common network, the firewall could not tell it from other apps, so all of them could reach what it uses. */
function missing(lab: Homelab): Problem[] {
  const leaving = lab.connections.filter(
    ({ consumer, provider }) =>
      inDockerNetwork(consumer) && consumer.machine !== provider.machine && consumer.service.app?.subnet === undefined,
  );
  const first = new Map(leaving.toReversed().map((connection) => [connection.consumer.service, connection]));
  return [...first].map(([service, { key, provider }]) =>
    problem(
      lab,
      service,
      undefined,
      `${service.name}.uses.${key} connects to ${provider.service.name} on ${provider.machine.name}, so ${service.name} needs its own Docker network.`,
    ),
  );
}

function problem({ catalog }: Homelab, service: Service, number: number | undefined, message: string): Problem {
  const taken = new Set(numbered(catalog.services).map((one) => one.number));
  const free = Array.from({ length: highestOctet }, (_, index) => index + 1).find((octet) => !taken.has(octet));
  return {
    rule: "docker-subnet",
    ...declarationOf(service),
    value: String(number ?? "none"),
    message,
    fix:
      free === undefined
        ? `All numbers from 1 to ${highestOctet} are taken: remove \`subnet\` from an app that uses no other machine.`
        : `Write \`app: { subnet: ${free} }\`: ${free} is the first free number from 1 to ${highestOctet}.`,
  };
}

function numbered(services: Iterable<Service>): { readonly service: Service; readonly number: number }[] {
  return [...services].flatMap((service) => {
    const number = service.app?.subnet;
    return number === undefined ? [] : [{ service, number }];
  });
}
