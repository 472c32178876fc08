import { view, type Service } from "../model";
import { routes, type Route } from "./routes";
import { tiles } from "./tiles";

/**
 * Middlewares that the gateway's own dynamic configuration defines, in the order in which a request passes them; `@file`
 * is its provider (Traefik docs). A router without any names none.
 */
function middlewaresOf({ published, headers }: Route, guarded: boolean): readonly string[] {
  return [
    ...(published === "house" ? ["house-only@file"] : []),
    ...(guarded ? ["sign-on@file"] : []),
    ...(headers === "secure" ? ["secure-headers@file"] : []),
  ];
}

/** Labels of an app's first container: how the gateway finds it, and its tile on the dashboard. */
export const containerLabels = view(
  "container labels",
  (lab, get): ReadonlyMap<Service, Readonly<Record<string, string>>> => {
    const byService = new Map<Service, Record<string, string>>();
    for (const service of lab.services.values()) {
      if (service.app !== undefined) byService.set(service, { "homelab.service": service.name });
    }
    for (const route of get(routes)) Object.assign(byService.get(route.instance.service) ?? {}, traefikLabels(route));
    for (const { service: name, title, group, icon, description, href } of get(tiles)) {
      const service = lab.services.get(name);
      Object.assign((service && byService.get(service)) ?? {}, {
        "homepage.group": group,
        "homepage.name": title,
        "homepage.icon": icon,
        "homepage.description": description,
        ...(href !== undefined && { "homepage.href": href }),
      });
    }
    return byService;
  },
);

/**
 * Labels for Traefik's Docker provider. The target is given as a URL: the gateway is on another guest, where the
 * container's own address means nothing (Traefik docs, `loadbalancer.server.url`).
 */
function traefikLabels(route: Route): Record<string, string> {
  const { name, hosts, paths, target, signOn, open } = route;
  const anyHost = hosts.map((host) => `Host(\`${host}\`)`).join(" || ");
  const rule = paths.length === 0 ? anyHost : `(${anyHost}) && (${prefixes(paths)})`;
  const router = (suffix: string, match: string, used: readonly string[]): Record<string, string> => ({
    [`traefik.http.routers.${name}${suffix}.rule`]: match,
    [`traefik.http.routers.${name}${suffix}.entrypoints`]: "websecure",
    [`traefik.http.routers.${name}${suffix}.service`]: name,
    ...(used.length > 0 && { [`traefik.http.routers.${name}${suffix}.middlewares`]: used.join(",") }),
  });
  const guarded = signOn.mode === "forward";
  return {
    "traefik.enable": "true",
    [`traefik.http.services.${name}.loadbalancer.server.url`]: target,
    ...router("", rule, middlewaresOf(route, guarded)),
    // A longer rule has the higher priority, so the open paths win (Traefik docs, router priority).
    ...(guarded &&
      open.length > 0 &&
      router("-open", `(${anyHost}) && (${prefixes(open)})`, middlewaresOf(route, false))),
  };
}

function prefixes(paths: readonly string[]): string {
  return paths.map((path) => `PathPrefix(\`${path}\`)`).join(" || ");
}
