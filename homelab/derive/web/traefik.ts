import { docker } from "../../contracts";
import { inRole, isManaged, roles, view, type Get, type Homelab, type Instance } from "../../model";
import { certificates } from "./certificates";
import { routes, type Route } from "./routes";

/** A router of Traefik: which requests go through which middlewares to which service. */
export interface ProxyRouter {
  readonly name: string;
  /** A rule of Traefik v3. */
  readonly rule: string;
  readonly entryPoints: readonly EntryPoint[];
  /** The matching rule with the highest priority applies. Always set: Traefik's default is the length of the rule. */
  readonly priority: number;
  /** Names of middlewares, in the order in which a request passes them; all of them are in Traefik's own files. */
  readonly middlewares: readonly string[];
  /** Name of a service: a route's, or one of Traefik's internal ones (`api@internal`). */
  readonly service: string;
}

export type EntryPoint = "web" | "websecure";

/** How Traefik verifies the server behind a TLS port. */
export interface ProxyTransport {
  readonly name: string;
  /** Accepted certificates: those of the private CA, those that the guest's system trusts, or any. */
  readonly trusts: "ca" | "system" | "anything";
  /** Name that the certificate must contain. @default the address that Traefik calls */
  readonly serverName?: string;
}

/** One route, and the routers that lead to its service. */
export interface ProxyRoute {
  readonly route: Route;
  /** Whether Traefik reads it from the labels of its container, while that exists; else from Traefik's own files. */
  readonly discovered: boolean;
  /** How Traefik verifies the server; absent for plain HTTP. */
  readonly transport?: ProxyTransport;
  readonly routers: readonly ProxyRouter[];
  /** The router of further names, which redirects browsers to the first one. Always in Traefik's own files. */
  readonly aliases?: ProxyRouter;
}

/** A name below a wildcard, a whole name, a path of it: the longer the path, the higher the priority. */
const priorities = { wildcard: 10, host: 100, path: 1000 } as const;

/** Every route with its routers, in order of declaration. */
export const proxyRoutes = view("routes of the proxy", (lab, get): readonly ProxyRoute[] => {
  const proxy = inRole(lab, "proxy");
  return get(routes).map((route) => {
    const { instance, target } = route;
    return {
      route,
      discovered: isDiscovered(lab, proxy, instance),
      ...(target.startsWith("https:") && { transport: transportOf(lab, get, instance) }),
      routers: routersOf(route, instance === proxy ? "api@internal" : route.name),
      ...(route.fqdns.length > 1 && isForBrowsers(route) && { aliases: aliasRouter(route) }),
    };
  });
});

/** Below this path of every name with forward auth, people sign on. */
const signOnPath = "/outpost.goauthentik.io/";

/** The sign-on at its own address. No route's name has two underscores in a row, so this one is unique. */
export const signOnService = "homelab__sign-on";

/** The routers that lead `signOnPath` of all names with forward auth to the sign-on: one for each exposure. */
export function signOnRouters(all: readonly ProxyRoute[]): readonly ProxyRouter[] {
  const guarded = all.map(({ route }) => route).filter(({ signOn }) => signOn.mode === "forward");
  return (["house", "internet"] as const).flatMap((exposure) => {
    const fqdns = guarded.filter((route) => route.exposure === exposure).flatMap(namesOf);
    if (fqdns.length === 0) return [];
    return [
      {
        name: `${signOnService}_${exposure}`,
        rule: `${hostRule([...new Set(fqdns)])} && ${pathRule([signOnPath])}`,
        entryPoints: ["websecure" as const],
        priority: priorities.path + signOnPath.length,
        middlewares: exposure === "house" ? ["house-only"] : ["rate-limit"],
        service: signOnService,
      },
    ];
  });
}

/** Browsers follow a redirect to the first name; other programs have to be served under the name that they call. */
const isForBrowsers = ({ headers }: Route): boolean => headers === "secure";

/** The names under which its service is served. If only browsers call it, further names redirect to the first. */
const namesOf = (route: Route): readonly string[] => (isForBrowsers(route) ? [route.fqdns[0]] : route.fqdns);

/** Name of the middleware that redirects to a route's first name. */
export const redirectOf = ({ name }: Pick<Route, "name">): string => `to-${name}`;

function routersOf(route: Route, service: string): readonly ProxyRouter[] {
  const { name, paths, open, signOn, plainHttp } = route;
  const guarded = signOn.mode === "forward";
  const router = (suffix: string, prefixes: readonly string[], asks: boolean): ProxyRouter => ({
    name: `${name}${suffix}`,
    rule: ruleOf(namesOf(route), prefixes, route.closed),
    entryPoints: plainHttp ? ["web", "websecure"] : ["websecure"],
    priority: priorityOf(route, prefixes),
    middlewares: middlewaresOf(route, asks),
    service,
  });
  const isDivided = guarded && open.length > 0;
  return [router("", paths, guarded), ...(isDivided ? [withoutSlashInDisguise(router("__open", open, false))] : [])];
}

const aliasRouter = (route: Route): ProxyRouter => ({
  name: `${route.name}__alias`,
  rule: ruleOf(route.fqdns.slice(1), route.paths, []),
  entryPoints: ["websecure"],
  priority: priorityOf(route, route.paths),
  middlewares: [...(route.exposure === "house" ? ["house-only"] : []), redirectOf(route)],
  service: "noop@internal",
});

/** In the order in which a request passes them. */
function middlewaresOf(route: Route, asks: boolean): readonly string[] {
  const { exposure, headers, signOn, instance, plainHttp } = route;
  return [
    // Only the entry point for HTTPS has this middleware by default.
    ...(plainHttp ? ["no-identity"] : []),
    ...(exposure === "house" ? ["house-only"] : []),
    // For services that ask for passwords themselves, and for names that strangers may call.
    ...(exposure === "internet" || signOn.mode === "own" || isSignOn(instance) ? ["rate-limit"] : []),
    ...(asks ? ["sign-on"] : []),
    ...(headers === "secure" ? ["secure-headers", "compress"] : []),
  ];
}

const isSignOn = ({ service }: Instance): boolean => service.name === roles.signOn;

function priorityOf({ fqdns }: Route, prefixes: readonly string[]): number {
  if (prefixes.length > 0) return priorities.path + Math.max(...prefixes.map((prefix) => prefix.length));
  return fqdns.some((host) => host.startsWith("*.")) ? priorities.wildcard : priorities.host;
}

function ruleOf(hosts: readonly string[], prefixes: readonly string[], closed: readonly string[]): string {
  return [
    hostRule(hosts),
    ...(prefixes.length > 0 ? [pathRule(prefixes)] : []),
    ...(closed.length > 0 ? [`!${closedRule(closed)}`] : []),
  ].join(" && ");
}

/** The star stands for one label, as in certificates. Traefik compares names in lower case. */
const hostMatcher = (host: string): string =>
  host.startsWith("*.")
    ? `HostRegexp(\`^[a-z0-9-]+\\.${host.slice(2).toLowerCase().replaceAll(".", "\\.")}$\`)`
    : `Host(\`${host.toLowerCase()}\`)`;

const hostRule = (hosts: readonly string[]): string => anyOf(hosts.map(hostMatcher));

/** `/app` matches itself and everything below `/app/`, but not `/apple`. */
const pathRule = (prefixes: readonly string[]): string =>
  anyOf(
    prefixes.flatMap((prefix) =>
      prefix.endsWith("/") ? [`PathPrefix(\`${prefix}\`)`] : [`Path(\`${prefix}\`)`, `PathPrefix(\`${prefix}/\`)`],
    ),
  );

/** Traefik forwards a slash that is written as %2F unchanged, and some programs treat it as a slash. */
const closedRule = (prefixes: readonly string[]): string => {
  const names = prefixes.map((prefix) => prefix.replace(/\/$/, "").replaceAll(/[.+*?()[\]{}^$|]/g, "\\$&"));
  return `PathRegexp(\`^(${names.join("|")})(/|%2F|$)\`)`;
};

/** With such a slash, a path could lead out of the open prefixes. */
const withoutSlashInDisguise = (router: ProxyRouter): ProxyRouter => ({
  ...router,
  rule: `${router.rule} && !PathRegexp(\`%2F\`)`,
});

const anyOf = (matchers: readonly string[]): string =>
  matchers.length === 1 ? (matchers[0] ?? "") : `(${matchers.join(" || ")})`;

/** Whether its container is on the Docker host that Traefik watches. */
const isDiscovered = ({ connections }: Homelab, proxy: Instance | undefined, { service, machine }: Instance): boolean =>
  service.app !== undefined &&
  connections.some(
    ({ client, provider, contract }) =>
      contract.name === docker.contract.name && client === proxy && provider.machine === machine,
  );

/**
 * A managed guest has a certificate of the private CA for its address. A node has a self-signed one of its
 * installation, unless homelab.yaml says that it has a trusted one. The certificates of unmanaged machines are unknown.
 */
function transportOf({ site }: Homelab, get: Get, { machine }: Instance): ProxyTransport {
  if (machine.kind === "node") {
    const { insecure, endpoint } = site.pve.nodes[machine.name] ?? { insecure: true };
    return insecure || endpoint === undefined
      ? unverified
      : { name: `node-${machine.name}`, trusts: "system", serverName: new URL(endpoint).hostname };
  }
  const issued = isManaged(machine) && get(certificates).some((certificate) => certificate.guest === machine);
  return issued ? { name: "homelab", trusts: "ca" } : unverified;
}

const unverified: ProxyTransport = { name: "unverified", trusts: "anything" };
