import { isManaged } from "../../model/machine";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Every app runs on one Docker host: Terraform's Docker provider speaks to a single engine. */
export const dockerHost: Check = ({ instances }) => {
  const apps = instances.filter(({ service }) => service.app !== undefined);
  const host = apps.find(({ machine }) => isManaged(machine))?.machine;
  return apps
    .filter(({ machine }) => machine !== host)
    .map(({ service, machine }) => ({
      rule: "docker-host",
      ...declarationOf(service),
      value: machine.name,
      message: `${service.name} is an app on ${machine.name}, where no app can be: ${
        host === undefined ? "Terraform does not manage that guest" : `all containers run on ${host.name}`
      }.`,
      fix: `Declare it on ${host === undefined ? "a guest that is managed" : `guests.${host.name}`}, or without \`app\`.`,
    }));
};
