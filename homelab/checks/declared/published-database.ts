import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** Only clients with a Use reach a database: neither a web name nor an audience leads to its port. */
export const publishedDatabase: Check = ({ services }) =>
  [...services.values()].flatMap((service) =>
    service.provides
      .filter(({ clientsOnly }) => clientsOnly === true)
      .flatMap(({ name, endpoint }) => {
        const problem = (leads: string, part: string) => ({
          rule: "published-database",
          ...declarationOf(service),
          value: endpoint,
          message: `${leads} to the port ${endpoint} of ${service.name}, which offers ${name}: only services with a Use may reach a database.`,
          fix: `Take ${part} away, and let whoever needs the database say so in its uses.`,
        });
        const webs = service.web.filter(({ listen = "http" }) => listen === endpoint);
        const audience = service.listens[endpoint]?.audience ?? [];
        return [
          ...webs.map(({ host }) => problem(`The web name ${host} would lead`, `web.${host}`)),
          ...(audience.length === 0
            ? []
            : [problem(`Its audience (${audience.join(", ")}) would come`, `the audience of listens.${endpoint}`)]),
        ];
      }),
  );
