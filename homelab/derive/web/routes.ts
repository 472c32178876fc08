import {
  addressOn,
  inRole,
  isNone,
  isPublic,
  networkOf,
  urlOf,
  view,
  type Get,
  type Homelab,
  type Instance,
  type Service,
  type SignOn,
  type Web,
} from "../../model";

/** A web name (and path prefixes) that leads through the proxy to a port of a machine. */
export interface Route {
  /** Stable name for routers and logs: the subdomain, and the first path if the route has paths. */
  readonly name: string;
  readonly instance: Instance;
  /** Fully qualified names; people see the first. */
  readonly fqdns: readonly [string, ...string[]];
  /** Path prefixes; the whole name when empty. */
  readonly paths: readonly string[];
  /** `http://10.0.40.10:5678`. */
  readonly target: string;
  readonly signOn: SignOn;
  /** Path prefixes without sign-on. */
  readonly open: readonly string[];
  /** Path prefixes that the proxy does not serve. */
  readonly closed: readonly string[];
  readonly groups: readonly string[];
  /** Security headers that the proxy adds. */
  readonly headers: "secure" | "none";
  /** Path that answers 2xx while the service is healthy; absent if none is declared for this port. */
  readonly health?: string;
  /** Whether it also answers plain HTTP. */
  readonly plainHttp: boolean;
  /** Who may call its name: house and VPN, or also the internet. */
  readonly exposure: "house" | "internet";
}

/** Every route, in order of declaration. */
export const routes = view("routes", (lab): readonly Route[] =>
  lab.instances.flatMap((instance) =>
    instance.service.web.flatMap((web) => {
      const port = instance.service.ports[web.port ?? "http"];
      if (port === undefined) return [];
      const address = port.local ? "127.0.0.1" : addressFromProxy(lab, instance);
      return [
        {
          name: routerName(web),
          instance,
          fqdns: [
            fqdn(web.subdomain, lab.site.domain),
            ...(web.aliases ?? []).map((alias) => fqdn(alias, lab.site.domain)),
          ],
          paths: web.paths ?? [],
          target: urlOf({ address, port: port.number, tls: port.tls }, web.scheme),
          signOn: web.signOn,
          open: web.open ?? [],
          closed: web.closed ?? [],
          groups: web.groups ?? [],
          headers: web.headers ?? "secure",
          plainHttp: web.plainHttp ?? false,
          ...healthOf(instance.service, web.port ?? "http"),
          exposure: isPublic(web, lab.site) ? "internet" : "house",
        },
      ];
    }),
  ),
);

function addressFromProxy(lab: Homelab, { machine }: Instance): string {
  const proxy = inRole(lab, "proxy")?.machine;
  return proxy === undefined ? machine.address : addressOn(lab, machine, networkOf(lab, proxy));
}

/** The path that the watcher polls at this port, or else the one that the guest's own health check polls. */
function healthOf({ operations: { uptime, health } }: Service, key: string): { readonly health?: string } {
  const asked = [uptime, health].flatMap((part) => (isNone(part) || !("port" in part) ? [] : [part]));
  const path = asked.find((part) => part.port === key && part.path !== undefined)?.path;
  return path === undefined ? {} : { health: path };
}

/**
 * Subdomains with their paths are unique and have no underscore, so these names are unique and have no two in a row.
 */
function routerName({ subdomain, paths = [] }: Web): string {
  const words = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "");
  return [...(subdomain.startsWith("*.") ? ["any"] : []), words(subdomain), ...paths.slice(0, 1).map(words)].join("_");
}

/** The web name of a service: `netbird.homelab.local`. @throws if it has no web interface. */
export function nameOf(get: Get, service: string): string {
  const route = get(routes).find(({ instance }) => instance.service.name === service);
  if (route === undefined) throw new Error(`${service} has no web interface, so it has no web name.`);
  return route.fqdns[0];
}

/** The full name of a label below a domain. */
export function fqdn(label: string, domain: string): string {
  return `${label}.${domain}`;
}

/** The URL that people see. */
export function routeUrl({ fqdns, paths, plainHttp }: Pick<Route, "fqdns" | "paths" | "plainHttp">): string {
  return `${plainHttp ? "http" : "https"}://${fqdns[0]}${paths[0] ?? ""}`;
}
