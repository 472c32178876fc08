import type { Problem } from "../../values/problem";
import { inDockerNetwork } from "../../model/connections";
import { highestOctet } from "../../model/docker-pool";
import type { Homelab } from "../../model/homelab";
import type { Service } from "../../model/service";
import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { duplicates } from "../duplicates";

/** An app that uses something outside its host has a Docker network of its own, with a number for it alone. */
export const dockerSubnetNumber: Check = (lab) => [...outside(lab), ...twice(lab), ...missing(lab)];

function outside(lab: Homelab): Problem[] {
  return numbered(lab.services.values())
    .filter(({ number }) => !Number.isInteger(number) || number < 1 || number > highestOctet)
    .map(({ service, number }) =>
      problem(lab, service, number, `The Docker network of ${service.name} cannot have the number ${number}.`),
    );
}

function twice(lab: Homelab): Problem[] {
  return duplicates(numbered(lab.services.values()), ({ number }) => String(number)).map(([, first, ...others]) => {
    const { service, number } = others.at(-1) ?? first;
    const names = [first, ...others].map((one) => one.service.name).join(" and ");
    return problem(lab, service, number, `${names} both want the Docker network number ${number}.`);
  });
}

/** In the common network it could not be told from the other apps, which would all be let out to what it uses. */
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
      `${service.name}.uses.${key} leads to ${provider.service.name} on ${provider.machine.name}, for which ${service.name} needs a Docker network of its own.`,
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
        ? `All numbers from 1 to ${highestOctet} are taken: free one whose app uses nothing outside its host.`
        : `Write \`app: { subnet: ${free} }\`, the next free number from 1 to ${highestOctet}.`,
  };
}

function numbered(services: Iterable<Service>): { readonly service: Service; readonly number: number }[] {
  return [...services].flatMap((service) => {
    const number = service.app?.subnet;
    return number === undefined ? [] : [{ service, number }];
  });
}
