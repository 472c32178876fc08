import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Only clients with a Use reach a database: neither a web name nor an audience leads to its port. */
export const exposedDatabase: Check = ({ services }) =>
  [...services.values()].flatMap((service) =>
    service.provides
      .filter(({ clientsOnly }) => clientsOnly === true)
      .flatMap(({ name, port }) => {
        const problem = (leads: string, part: string) => ({
          rule: "exposed-database",
          ...declarationOf(service),
          value: port,
          message: `${leads} to the port ${port} of ${service.name}, which offers ${name}: only services with a Use may reach a database.`,
          fix: `Take ${part} away, and let whoever needs the database say so in its uses.`,
        });
        const webs = service.web.filter((web) => (web.port ?? "http") === port);
        const zones = service.ports[port]?.zones ?? [];
        return [
          ...webs.map(({ subdomain }) => problem(`The web name ${subdomain} would lead`, `web.${subdomain}`)),
          ...(zones.length === 0
            ? []
            : [problem(`Its zones (${zones.join(", ")}) would come`, `the zones of ports.${port}`)]),
        ];
      }),
  );
