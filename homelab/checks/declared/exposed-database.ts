import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Only clients with a Use reach a database: its port has no web name and no zones. */
export const exposedDatabase: Check = ({ services }) =>
  [...services.values()].flatMap((service) =>
    service.provides
      .filter(({ clientsOnly }) => clientsOnly === true)
      .flatMap(({ name, port }) => {
        const problem = (exposure: string, part: string) => ({
          rule: "exposed-database",
          ...declarationOf(service),
          value: port,
          message: `The port ${port} of ${service.name} is a database port (${name}), so it cannot have ${exposure}: only services that declare a Use may reach it.`,
          fix: `Remove ${part}, and declare a Use in every service that needs the database.`,
        });
        const webs = service.web.filter((web) => (web.port ?? "http") === port);
        const zones = service.ports[port]?.zones ?? [];
        return [
          ...webs.map(({ subdomain }) => problem(`the web name ${subdomain}`, `web.${subdomain}`)),
          ...(zones.length === 0 ? [] : [problem(`zones (${zones.join(", ")})`, `the zones of ports.${port}`)]),
        ];
      }),
  );
