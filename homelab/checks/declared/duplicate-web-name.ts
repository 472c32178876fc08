import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** Without the final slash: Traefik's prefix `/api` also covers what `/api/` does. */
const bare = (path: string): string => (path === "/" ? path : path.replace(/\/+$/, ""));

/** A web name leads to one web interface; several may share it only with different path prefixes. */
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
      fix: `Give ${last.service.name} another web name, or other paths.`,
    };
  });
};
