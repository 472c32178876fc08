import { isPrivateDomain } from "../../values/names";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** A web interface that must be reachable from the internet has a name in the public DNS. */
export const privatePublicHost: Check = ({ instances, site: { domain } }) =>
  isPrivateDomain(domain)
    ? instances.flatMap(({ service }) =>
        service.web
          .filter((web) => web.public === true)
          .map(({ subdomain }) => ({
            rule: "private-public-host",
            ...declarationOf(service),
            value: `${subdomain}.${domain}`,
            message: `${service.name} must be reachable from the internet as ${subdomain}.${domain}, but ${domain} is a private domain, whose names do not resolve there.`,
            fix: 'Set domain to a domain that you have registered, or write public: "where-possible" in its web: with a private domain it is then reachable from the house only.',
          })),
      )
    : [];
