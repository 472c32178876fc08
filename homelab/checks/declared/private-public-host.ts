import { isPrivateDomain } from "../../values/names";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** What has to be reachable from the internet needs a name that is found there. */
export const privatePublicHost: Check = ({ instances, site: { domain } }) =>
  isPrivateDomain(domain)
    ? instances.flatMap(({ service }) =>
        service.web
          .filter((web) => web.public === true)
          .map(({ subdomain }) => ({
            rule: "private-public-host",
            ...declarationOf(service),
            value: `${subdomain}.${domain}`,
            message: `${service.name} has to be reachable from the internet as ${subdomain}.${domain}, and nobody outside can find a name below ${domain}.`,
            fix: 'Set domain to one of your own, or give its web the key public: "where-possible", which leaves it in the house until then.',
          })),
      )
    : [];
