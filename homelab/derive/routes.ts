import { view, type Instance, type SignOn } from "../model";

/** One way through the gateway: a web name (and path prefixes) to a port of a guest. */
export interface Route {
  /** Stable name for routers and logs: the host's label, with the position behind it when one host has several. */
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
    instance.service.web.flatMap((web, index, all) => {
      const listen = instance.service.listens[web.listen ?? "http"];
      if (listen === undefined) return [];
      const label =
        web.host === "*" || web.host.startsWith("*.") ? `any-${web.host.replace(/^\*\.?/, "") || "host"}` : web.host;
      const several = all.filter(({ host }) => host === web.host).length > 1;
      const scheme = web.scheme ?? (listen.tls ? "https" : "http");
      return [
        {
          name: several ? `${label}-${index + 1}` : label,
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

/** A label below the homelab's domain. */
export function fqdn(label: string, domain: string): string {
  return `${label}.${domain}`;
}

/** The URL that people are shown. */
export function routeUrl({ hosts, paths }: Pick<Route, "hosts" | "paths">): string {
  return `https://${hosts[0]}${paths[0] ?? ""}`;
}
