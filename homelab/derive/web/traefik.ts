import { docker } from "../../contracts";
import { inRole, isManaged, roles, view, type Get, type Homelab, type Instance } from "../../model";
import { certificates } from "./certificates";
import { routes, type Route } from "./routes";

/** One line of the gateway's table: which requests, through which middlewares, to whom. */
export interface ProxyRouter {
  readonly name: string;
  /** A rule of Traefik v3. */
  readonly rule: string;
  readonly entryPoints: readonly EntryPoint[];
  /** Of several rules that match, the highest counts; never Traefik's own, which goes by the length of the rule. */
  readonly priority: number;
  /** Names of middlewares, in the order in which a request passes them; all of them stand in the gateway's own files. */
  readonly middlewares: readonly string[];
  /** Name of a service: that of a route, or one that Traefik has itself (`api@internal`). */
  readonly service: string;
}

export type EntryPoint = "web" | "websecure";

/** How it is verified who answers at a port that speaks TLS. */
export interface ProxyTransport {
  readonly name: string;
  /** Whose certificates count: those of the private authority, what the guest's system trusts, or any. */
  readonly trusts: "ca" | "system" | "anything";
  /** Name that the certificate has to bear. @default the address that is called */
  readonly serverName?: string;
}

/** One route with the routers that lead to its service, and those that stand in the gateway's own files in any case. */
export interface ProxyRoute {
  readonly route: Route;
  /** Read from the labels of its container, as long as that is there; else from the gateway's own files. */
  readonly discovered: boolean;
  /** How the gateway verifies who answers; absent for plain HTTP. */
  readonly transport?: ProxyTransport;
  readonly routers: readonly ProxyRouter[];
  /** Further names, which lead people to the first one. */
  readonly aliases?: ProxyRouter;
}

/** A host below a wildcard, a whole host, a path of it: the longer the path, the higher. */
const priorities = { wildcard: 10, host: 100, path: 1000 } as const;

/** Every route as the gateway knows it, in order of declaration. */
export const proxyRoutes = view("routes of the gateway", (lab, get): readonly ProxyRoute[] => {
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

/** Where people are sent to sign on: these paths of every name that asks the sign-on before each request. */
export const signOnPath = "/outpost.goauthentik.io/";

/** The sign-on at its own address. No route has two underscores in its name, so this is nobody else's. */
export const signOnService = "homelab__sign-on";

/** Names with forward auth, and the routers that lead their sign-on there: one for each kind of publication. */
export function signOnRouters(all: readonly ProxyRoute[]): readonly ProxyRouter[] {
  const guarded = all.map(({ route }) => route).filter(({ signOn }) => signOn.mode === "forward");
  return (["house", "internet"] as const).flatMap((published) => {
    const fqdns = guarded.filter((route) => route.exposure === published).flatMap(namesOf);
    if (fqdns.length === 0) return [];
    return [
      {
        name: `${signOnService}_${published}`,
        rule: `${hostRule([...new Set(fqdns)])} && ${pathRule([signOnPath])}`,
        entryPoints: ["websecure" as const],
        priority: priorities.path + signOnPath.length,
        middlewares: published === "house" ? ["house-only"] : ["rate-limit"],
        service: signOnService,
      },
    ];
  });
}

/** Programs keep to the name that they were given; people and their bookmarks go to the first. */
const isForBrowsers = ({ headers }: Route): boolean => headers === "secure";

/** The names under which its service is served; further ones of a page for browsers only lead there. */
const namesOf = (route: Route): readonly string[] => (isForBrowsers(route) ? [route.fqdns[0]] : route.fqdns);

/** Name of the middleware that leads to a route's first name. */
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
    // Of itself only the entry point for HTTPS has it.
    ...(plainHttp ? ["no-identity"] : []),
    ...(exposure === "house" ? ["house-only"] : []),
    // Who asks for a password itself, or whom strangers may ask.
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

/** One label in the place of the star, as certificates have it. Traefik compares names in lower case. */
const hostMatcher = (host: string): string =>
  host.startsWith("*.")
    ? `HostRegexp(\`^[a-z0-9-]+\\.${host.slice(2).toLowerCase().replaceAll(".", "\\.")}$\`)`
    : `Host(\`${host.toLowerCase()}\`)`;

const hostRule = (hosts: readonly string[]): string => anyOf(hosts.map(hostMatcher));

/** `/app` is that and everything below `/app/`, and not `/apple`. */
const pathRule = (prefixes: readonly string[]): string =>
  anyOf(
    prefixes.flatMap((prefix) =>
      prefix.endsWith("/") ? [`PathPrefix(\`${prefix}\`)`] : [`Path(\`${prefix}\`)`, `PathPrefix(\`${prefix}/\`)`],
    ),
  );

/** A slash may be written as %2F, which Traefik hands on as it is; some programs take it for one. */
const closedRule = (prefixes: readonly string[]): string => {
  const names = prefixes.map((prefix) => prefix.replace(/\/$/, "").replaceAll(/[.+*?()[\]{}^$|]/g, "\\$&"));
  return `PathRegexp(\`^(${names.join("|")})(/|%2F|$)\`)`;
};

/** By such a slash a path could lead out of what is open. */
const withoutSlashInDisguise = (router: ProxyRouter): ProxyRouter => ({
  ...router,
  rule: `${router.rule} && !PathRegexp(\`%2F\`)`,
});

const anyOf = (matchers: readonly string[]): string =>
  matchers.length === 1 ? (matchers[0] ?? "") : `(${matchers.join(" || ")})`;

/** Its container is on the Docker host that the gateway looks at. */
const isDiscovered = ({ connections }: Homelab, proxy: Instance | undefined, { service, machine }: Instance): boolean =>
  service.app !== undefined &&
  connections.some(
    ({ consumer, provider, contract }) =>
      contract.name === docker.contract.name && consumer === proxy && provider.machine === machine,
  );

/**
 * A guest of ours has a certificate of the private authority, for its address. A node has one of its own installation's,
 * unless homelab.yaml says that it has a trusted one; of what others look after nothing is known.
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
