import { parse } from "yaml";
import { containerLabels } from "../../homelab/derive/web/traefik-labels";
import { views, type Homelab } from "../../homelab/model";
import { bundleFor, fileText } from "./bundles";
import { pathOf, ruleOf, type Request } from "./gateway-rule";

interface Router {
  readonly name: string;
  readonly rule: string;
  readonly entryPoints: readonly string[];
  readonly priority: number;
  readonly middlewares: readonly string[];
  readonly service: string;
}

interface Service {
  readonly loadBalancer: { readonly servers: readonly { readonly url: string }[]; readonly serversTransport?: string };
}

/** What the proxy does with a request. */
export interface Answer {
  readonly router: string;
  /** Names in their order, without their provider; those of the entry point come first. */
  readonly middlewares: readonly string[];
  /** Address of the service that gets the request, or the name of one of Traefik's internal services. */
  readonly target: string;
}

/** Everything that the proxy reads from its files and from labels of containers; names include their provider. */
export interface Gateway {
  readonly static: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly routers: readonly Router[];
  readonly services: ReadonlyMap<string, Service>;
  readonly middlewares: Readonly<Record<string, Readonly<Record<string, Record<string, never>>>>>;
  readonly transports: Readonly<Record<string, object>>;
  readonly ask: (url: string, method?: string) => Answer | undefined;
}

type Dynamic = {
  readonly http: {
    readonly routers?: Record<
      string,
      Omit<Router, "name" | "middlewares"> & { readonly middlewares?: readonly string[] }
    >;
    readonly services?: Record<string, Service>;
    readonly middlewares?: Gateway["middlewares"];
    readonly serversTransports?: Gateway["transports"];
  };
};

const directory = "/etc/traefik";

/** The proxy of a homelab, as Traefik would interpret its configuration. */
export function gatewayOf(lab: Homelab): Gateway {
  const bundle = bundleFor("traefik", lab);
  const read = (path: string): unknown => parse(fileText(bundle, `${directory}/${path}`));
  const entry = read("traefik.yaml") as Gateway["static"];
  const files = [read("dynamic/routes.yaml"), read("dynamic/middlewares.yaml")] as readonly Dynamic[];
  const labels = [...views(lab)(containerLabels).values()].map(nested);
  const routers = [
    ...files.flatMap(({ http }) => routersOf(http.routers, "file")),
    ...labels.flatMap(({ http }) => routersOf(http.routers, "docker")),
  ];
  const services = new Map<string, Service>([
    ...files.flatMap(({ http }) => servicesOf(http.services, "file")),
    ...labels.flatMap(({ http }) => servicesOf(http.services, "docker")),
  ]);
  return {
    static: entry,
    routers,
    services,
    middlewares: Object.assign({}, ...files.map(({ http }) => http.middlewares)) as Gateway["middlewares"],
    transports: Object.assign({}, ...files.map(({ http }) => http.serversTransports)) as Gateway["transports"],
    ask: (url, method = "GET") => answer(routers, services, entry, requestOf(url, method)),
  };
}

/** A name without a provider refers to the provider of the router. */
const qualified = (name: string, provider: string): string => (name.includes("@") ? name : `${name}@${provider}`);

const routersOf = (routers: Dynamic["http"]["routers"] = {}, provider: string): readonly Router[] =>
  Object.entries(routers).map(([name, { middlewares = [], service, ...router }]) => ({
    ...router,
    name: qualified(name, provider),
    middlewares: middlewares.map((each) => qualified(each, provider)),
    service: qualified(service, provider),
  }));

const servicesOf = (services: Dynamic["http"]["services"] = {}, provider: string): readonly [string, Service][] =>
  Object.entries(services).map(([name, { loadBalancer }]) => [
    qualified(name, provider),
    {
      loadBalancer: {
        ...loadBalancer,
        ...(loadBalancer.serversTransport !== undefined && {
          serversTransport: qualified(loadBalancer.serversTransport, provider),
        }),
      },
    },
  ]);

/** Labels in the form of the files. Traefik ignores the case of their keys. */
function nested(labels: Readonly<Record<string, string>>): Dynamic {
  const http = { routers: {} as Record<string, Record<string, unknown>>, services: {} as Record<string, Service> };
  for (const [label, value] of Object.entries(labels)) {
    const [, kind, name = "", key = ""] = /^traefik\.http\.(routers|services)\.([^.]+)\.(.+)$/.exec(label) ?? [];
    if (kind === "routers") http.routers[name] = { ...http.routers[name], ...routerPart(key, value) };
    if (kind === "services") http.services[name] = { loadBalancer: serverPart(key, value, http.services[name]) };
  }
  return { http: http as Dynamic["http"] };
}

function routerPart(key: string, value: string): object {
  if (key === "entrypoints") return { entryPoints: value.split(",") };
  if (key === "middlewares") return { middlewares: value.split(",") };
  if (key === "priority") return { priority: Number(value) };
  return { [key]: value };
}

function serverPart(key: string, value: string, known?: Service): Service["loadBalancer"] {
  const { servers = [], ...rest } = known?.loadBalancer ?? {};
  if (key === "loadbalancer.server.url") return { ...rest, servers: [...servers, { url: value }] };
  if (key === "loadbalancer.serverstransport") return { ...rest, servers, serversTransport: value };
  throw new Error(`An unknown label of a service: ${key}.`);
}

function requestOf(url: string, method: string): Request {
  const [, scheme, host = "", path = "/"] = /^(https?):\/\/([^/]+)(\/.*)?$/.exec(url) ?? [];
  return { entryPoint: scheme === "http" ? "web" : "websecure", host, path: pathOf(path), method };
}

interface EntryPoint {
  readonly http: {
    readonly middlewares?: readonly string[];
    readonly redirections?: { readonly entryPoint: { readonly priority: number } };
  };
}

/** The router with the highest priority. With two of the same priority, the choice would be arbitrary. */
function answer(
  routers: readonly Router[],
  services: Gateway["services"],
  { entryPoints }: { readonly entryPoints?: Readonly<Record<string, EntryPoint>> },
  request: Request,
): Answer | undefined {
  const { http } = entryPoints?.[request.entryPoint] ?? { http: {} };
  const matching = routers
    .filter((router) => router.entryPoints.includes(request.entryPoint) && ruleOf(router.rule)(request))
    .toSorted((a, b) => b.priority - a.priority);
  const [first, second] = matching;
  const redirect = http.redirections?.entryPoint.priority;
  if (redirect !== undefined && redirect >= (first?.priority ?? 0))
    return { router: "redirect", middlewares: [], target: "https" };
  if (first === undefined) return undefined;
  if (first.priority === second?.priority) throw new Error(`${first.name} and ${second.name} have the same priority.`);
  const [server] = services.get(first.service)?.loadBalancer.servers ?? [];
  return {
    router: first.name,
    middlewares: [...(http.middlewares ?? []), ...first.middlewares].map((name) => name.replace("@file", "")),
    target: server?.url ?? first.service,
  };
}
