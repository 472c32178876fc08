import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** `/api` is that and everything below it, and so is `/api/` but for the first. */
const bare = (path: string): string => (path === "/" ? path : path.replace(/\/+$/, ""));

/** A web name leads to one place; only different path prefixes may divide it. */
export const duplicateWebName: Check = ({ instances, site }) => {
  const claims = instances.flatMap(({ service }) =>
    service.web.flatMap(({ subdomain, aliases = [], paths = ["/"] }) =>
      [subdomain, ...aliases].flatMap((name) =>
        paths.map((path) => ({ service, at: `${name}.${site.domain}${bare(path)}`.toLowerCase() })),
      ),
    ),
  );
  return duplicates(claims, ({ at }) => at).map(([at, first, ...others]) => {
    const last = newcomer([first, ...others]);
    return {
      rule: "duplicate-web-name",
      ...declarationOf(last.service),
      value: at,
      message: `${[first, ...others].map(({ service }) => service.name).join(" and ")} both claim https://${at}.`,
      fix: `Give ${last.service.name} another web host, or a path of its own.`,
    };
  });
};
