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

/** One way through the gateway: a web name (and path prefixes) to a port of a guest. */
export interface Route {
  /** Stable name for routers and logs: the host's label, and the first path where the host is divided by paths. */
  readonly name: string;
  readonly instance: Instance;
  /** Fully qualified names; the first is the one that people are shown. */
  readonly fqdns: readonly [string, ...string[]];
  /** Path prefixes; the whole host when empty. */
  readonly paths: readonly string[];
  /** `http://10.0.40.10:5678`. */
  readonly target: string;
  readonly signOn: SignOn;
  /** Path prefixes without sign-on. */
  readonly open: readonly string[];
  /** Path prefixes that lead nowhere. */
  readonly closed: readonly string[];
  readonly groups: readonly string[];
  /** Security headers that the gateway adds. */
  readonly headers: "secure" | "none";
  /** Path that answers 2xx while the service is well; absent where none is known for this port. */
  readonly health?: string;
  /** Answers plain HTTP as well. */
  readonly plainHttp: boolean;
  /** From where its name may be called: the house and the VPN, or the internet as well. */
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

/** What the watcher asks, or else what the guest itself asks, at the same port. */
function healthOf({ operations: { uptime, health } }: Service, key: string): { readonly health?: string } {
  const asked = [uptime, health].flatMap((part) => (isNone(part) || !("port" in part) ? [] : [part]));
  const path = asked.find((part) => part.port === key && part.path !== undefined)?.path;
  return path === undefined ? {} : { health: path };
}

/** Hosts and their paths are unique, and no host has an underscore: so these names are, none with two of them in a row. */
function routerName({ subdomain, paths = [] }: Web): string {
  const words = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "");
  return [...(subdomain.startsWith("*.") ? ["any"] : []), words(subdomain), ...paths.slice(0, 1).map(words)].join("_");
}

/** The name under which people know a service: `netbird.homelab.local`. @throws when it has no web interface. */
export function nameOf(get: Get, service: string): string {
  const route = get(routes).find(({ instance }) => instance.service.name === service);
  if (route === undefined) throw new Error(`${service} has no web interface, so it has no name.`);
  return route.fqdns[0];
}

/** A label below the homelab's domain. */
export function fqdn(label: string, domain: string): string {
  return `${label}.${domain}`;
}

/** The URL that people are shown. */
export function routeUrl({ fqdns, paths, plainHttp }: Pick<Route, "fqdns" | "paths" | "plainHttp">): string {
  return `${plainHttp ? "http" : "https"}://${fqdns[0]}${paths[0] ?? ""}`;
}
