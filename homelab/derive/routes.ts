import { view, type Instance, type SignOn, type Web } from "../model";

/** One way through the gateway: a web name (and path prefixes) to a port of a guest. */
export interface Route {
  /** Stable name for routers and logs: the host's label, and the first path where the host is divided by paths. */
  readonly name: string;
  readonly instance: Instance;
  /** Fully qualified names; the first is the one that people are shown. */
  readonly hosts: readonly [string, ...string[]];
  /** Path prefixes; the whole host when empty. */
  readonly paths: readonly string[];
  /** `http://10.0.40.10:5678`. */
  readonly target: string;
  readonly signOn: SignOn;
  /** Path prefixes without sign-on. */
  readonly open: readonly string[];
  readonly groups: readonly string[];
}

/** Every route, in order of declaration. */
export const routes = view("routes", (lab): readonly Route[] =>
  lab.instances.flatMap((instance) =>
    instance.service.web.flatMap((web) => {
      const listen = instance.service.listens[web.listen ?? "http"];
      if (listen === undefined) return [];
      const scheme = web.scheme ?? (listen.tls ? "https" : "http");
      return [
        {
          name: routerName(web),
          instance,
          hosts: [fqdn(web.host, lab.site.domain), ...(web.aliases ?? []).map((alias) => fqdn(alias, lab.site.domain))],
          paths: web.paths ?? [],
          target: `${scheme}://${instance.guest.address}:${listen.port}`,
          signOn: web.signOn,
          open: web.open ?? [],
          groups: web.groups ?? [],
        },
      ];
    }),
  ),
);

/** Hosts and their paths are unique, so these names are. */
function routerName({ host, paths = [] }: Web): string {
  return [host.replace("*", "any"), ...paths.slice(0, 1)]
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
}

/** A label below the homelab's domain. */
export function fqdn(label: string, domain: string): string {
  return `${label}.${domain}`;
}

/** The URL that people are shown. */
export function routeUrl({ hosts, paths }: Pick<Route, "hosts" | "paths">): string {
  return `https://${hosts[0]}${paths[0] ?? ""}`;
}
