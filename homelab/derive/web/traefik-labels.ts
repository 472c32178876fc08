import { view, type Service } from "../../model";
import { proxyRoutes, type ProxyRoute, type ProxyRouter } from "./traefik";
import { tiles } from "./tiles";

/** Labels of an app's first container: its routes in Traefik, and its tile on the dashboard. */
export const containerLabels = view(
  "container labels",
  (lab, get): ReadonlyMap<Service, Readonly<Record<string, string>>> => {
    const byService = new Map<Service, Record<string, string>>();
    for (const service of lab.services.values()) {
      if (service.app !== undefined) byService.set(service, { "homelab.service": service.name });
    }
    for (const known of get(proxyRoutes)) {
      Object.assign(byService.get(known.route.instance.service) ?? {}, traefikLabels(known));
    }
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
 * Labels for Traefik's Docker provider. The target is a URL, because Traefik runs on another guest and cannot reach the
 * container's own address. Middlewares and transports are in Traefik's own files, whose provider is called `file`.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/docker/
 */
function traefikLabels({ route: { name, target }, routers, transport }: ProxyRoute): Record<string, string> {
  const service = `traefik.http.services.${name}.loadbalancer`;
  return {
    "traefik.enable": "true",
    [`${service}.server.url`]: target,
    ...(transport !== undefined && { [`${service}.serverstransport`]: `${transport.name}@file` }),
    ...Object.fromEntries(routers.flatMap((router) => Object.entries(routerLabels(router)))),
  };
}

function routerLabels(router: ProxyRouter): Record<string, string> {
  const label = (key: string): string => `traefik.http.routers.${router.name}.${key}`;
  return {
    [label("rule")]: router.rule,
    [label("entrypoints")]: router.entryPoints.join(","),
    [label("priority")]: String(router.priority),
    [label("service")]: router.service,
    ...(router.middlewares.length > 0 && {
      [label("middlewares")]: router.middlewares.map((middleware) => `${middleware}@file`).join(","),
    }),
  };
}
