import { isManaged } from "../../model/machine";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Every app runs on the same Docker host, because Terraform's Docker provider connects to a single engine. */
export const dockerHost: Check = ({ instances }) => {
  const apps = instances.filter(({ service }) => service.app !== undefined);
  const host = apps.find(({ machine }) => isManaged(machine))?.machine;
  return apps
    .filter(({ machine }) => machine !== host)
    .map(({ service, machine }) => ({
      rule: "docker-host",
      ...declarationOf(service),
      value: machine.name,
      message: `The app ${service.name} cannot run on ${machine.name}: ${
        host === undefined ? "Terraform does not manage that machine" : `all apps run on ${host.name}`
      }.`,
      fix: `Set \`on: ${host === undefined ? "<a guest that Terraform manages>" : `guests.${host.name}`}\`, or remove \`app\` from ${service.name}.`,
    }));
};
