import { join } from "node:path";
import { parse } from "yaml";
import { certificates, routes, routeUrl, type Route } from "../../../homelab/derive";
import { loadHomelab } from "../../../homelab/load";
import { guests } from "../../../homelab/catalog/guests";
import { forward, service, tcp, views } from "../../../homelab/model";
import { unknownIn } from "../../../scripts/known-keys";
import known from "../../../scripts/traefik-config.json";
import { assembled } from "../../support/assembled";
import { bundleFor, fileText, linesOf } from "../../support/bundles";
import { gatewayOf, type Answer } from "../../support/gateway";
import { unwatched } from "../../support/unwatched";

const { lab } = loadHomelab(join(__dirname, "..", "..", "sites", "shipped.yaml"));
const get = views(lab);
const gateway = gatewayOf(lab);
const { ask } = gateway;

/** How the sign-on takes part: asked before the request, or not at all. */
const isAsked = (answer: Answer | undefined): boolean => answer?.middlewares.includes("sign-on") === true;
const url = (route: Route, path = route.paths[0] ?? ""): string =>
  `https://${route.fqdns[0].replace("*", "shop")}${path}`;

test.each(get(routes).map((route) => [routeUrl(route), route] as const))("%s reaches its service", (_, route) => {
  const paths = route.paths.length === 0 ? ["/", "/any/page"] : route.paths.flatMap((path) => [path, `${path}/x`]);
  const own = route.instance.machine.name === "traefik" && route.fqdns[0].startsWith("traefik.");
  for (const path of paths) {
    const answer = ask(url(route, path));
    expect(answer?.target).toBe(own ? "api@internal" : route.target);
    expect(isAsked(answer)).toBe(route.signOn.mode === "forward");
    // Nothing is for the internet below a private domain.
    expect(answer?.middlewares).toContain("house-only");
  }
});

test("every further name is a way to the same service: there at once, or by the first name", () => {
  const further = get(routes).flatMap((route) => route.fqdns.slice(1).map((host) => [host, route] as const));
  expect(further.length).toBeGreaterThan(2);
  for (const [host, route] of further) {
    const asked = `https://${host}/page?a=b`;
    const answer = ask(asked);
    const to = answer?.middlewares.find((name) => name.startsWith("to-")) ?? "";
    const { regex = "", replacement = "" } = gateway.middlewares[to]?.["redirectRegex"] ?? {};
    const led = asked.replace(new RegExp(regex), (replacement as string).replace("${1}", "$1"));
    expect([`https://${route.fqdns[0]}/page?a=b`, route.target]).toContain(to === "" ? answer?.target : led);
  }
});

test("what is open is open, and nothing beside it", () => {
  const guarded = get(routes).filter(({ signOn }) => signOn.mode === "forward");
  expect(guarded.flatMap(({ open }) => open).length).toBeGreaterThan(1);
  for (const route of guarded) {
    for (const path of route.open) {
      const bare = path.replace(/\/$/, "");
      const seen = [bare, `${bare}/x`, `/x/..${bare}/`].map((each) => isAsked(ask(url(route, each))));
      expect([path, seen]).toEqual([path, [path.endsWith("/"), false, false]]);
      const beside = [`${bare}x`, `/x${bare}`, `${bare}/../x`, `${bare}/%2e%2e/x`, `${bare}/%2E./x`, `${bare}/..%2Fx`];
      for (const each of beside) expect([each, isAsked(ask(url(route, each)))]).toEqual([each, true]);
    }
  }
});

test("people sign on under each name that asks for it, and no other name leads there", () => {
  for (const route of get(routes)) {
    const answer = ask(url(route, "/outpost.goauthentik.io/start"));
    const leads = answer?.router.startsWith("homelab__sign-on_") === true && answer.target === "http://10.0.30.13:9000";
    expect([route.name, leads]).toEqual([route.name, route.signOn.mode === "forward"]);
  }
});

test.each([
  "https://nothing.homelab.local/",
  "https://homelab.local/",
  "https://a.b.apps.homelab.local/",
  "https://grafana.homelab.local.example.org/",
  "https://xgrafana.homelab.local/",
  "https://evil.com.apps.homelab.local/",
  "https://10.0.30.10/",
  "https://dns.homelab.local/",
  "https://dns.homelab.local/dns-queryx",
])("%s leads nowhere", (unknown) => expect(ask(unknown)).toBeUndefined());

test.each([
  "/minio",
  "/minio/",
  "/minio/v2/metrics/cluster",
  "//minio/health/live",
  "/x/../minio/x",
  "/%6dinio/x",
  "/minio%2Fhealth",
])("the object storage's own pages are not led outside: %s", (path) => {
  expect(ask(`https://s3.homelab.local${path}`)).toBeUndefined();
  expect(ask("https://s3.homelab.local/minio-backups/file")?.target).toBe("https://10.0.20.13:9000");
});

test("plain HTTP leads to HTTPS, but for the authority's certificate", () => {
  expect(ask("http://grafana.homelab.local/")?.router).toBe("redirect");
  expect(ask("http://nothing.homelab.local/")?.router).toBe("redirect");
  expect(ask("http://ca.homelab.local/homelab-ca.crt")?.target).toBe("http://127.0.0.1:8081");
  expect(ask("https://ca.homelab.local/")?.target).toBe("http://127.0.0.1:8081");
});

test("nobody tells a service who they are but the sign-on", () => {
  const emptied = gateway.middlewares["no-identity"]?.["headers"]?.["customRequestHeaders"] ?? {};
  const told = gateway.middlewares["sign-on"]?.["forwardAuth"]?.["authResponseHeaders"] ?? [];
  expect(told).toContain("X-authentik-username");
  expect(Object.keys(emptied)).toEqual(expect.arrayContaining([...told, "Remote-User"]));
  expect(new Set(Object.values(emptied))).toEqual(new Set([""]));
  // Before anything else, at whichever route, and whatever its name looks like to a program.
  for (const asked of [...get(routes).map((route) => url(route)), "http://ca.homelab.local/"])
    expect([asked, ask(asked)?.middlewares[0]]).toEqual([asked, "no-identity"]);
  const { web, websecure } = gateway.static["entryPoints"] ?? {};
  for (const entryPoint of [web, websecure]) {
    expect(entryPoint).toMatchObject({ http: { aliasHeadersStrategy: "delete" } });
    expect(entryPoint).not.toHaveProperty("forwardedHeaders");
  }
});

test("whatever a router or a service names is there, and rules differ", () => {
  const { routers, services, middlewares, transports } = gateway;
  const used = routers.flatMap((router) => router.middlewares);
  expect(used.filter((name) => !(name.replace("@file", "") in middlewares))).toEqual([]);
  const asked = routers.map(({ service }) => service).filter((name) => !name.endsWith("@internal"));
  expect(asked.filter((name) => !services.has(name))).toEqual([]);
  expect([...services.keys()].filter((name) => !asked.includes(name))).toEqual([]);
  const trusting = [...services.values()].flatMap(({ loadBalancer: { serversTransport = [] } }) => serversTransport);
  expect(trusting.filter((name) => !(name.replace("@file", "") in transports))).toEqual([]);
  const entryPoints = Object.keys(gateway.static["entryPoints"] ?? {});
  expect(routers.flatMap((router) => router.entryPoints).filter((name) => !entryPoints.includes(name))).toEqual([]);
  expect(new Set(routers.map(({ name }) => name)).size).toBe(routers.length);
});

test("who has a certificate of the private authority is verified", () => {
  const ours = get(certificates).map(({ guest }) => guest.address as string);
  const verified = [...gateway.services.values()]
    .flatMap(({ loadBalancer }) => loadBalancer.servers.map((server) => ({ ...loadBalancer, ...server })))
    .filter((server) => server.url.startsWith("https:"));
  expect(verified.length).toBeGreaterThan(2);
  for (const { url: target, serversTransport } of verified) {
    const isOurs = ours.includes(new URL(target).hostname);
    expect([target, serversTransport]).toEqual([target, isOurs ? "homelab@file" : "unverified@file"]);
  }
  expect(gateway.transports).toEqual({
    homelab: { rootCAs: ["/usr/local/share/ca-certificates/homelab.crt"] },
    unverified: { insecureSkipVerify: true },
  });
});

test("a key that Traefik does not know, or not there, is noticed", () => {
  expect(unknownIn(gateway.static, known.static)).toEqual([]);
  const misplaced = { entryPoints: { web: { adress: ":80", http: { tls: { minVersion: "VersionTLS12" } } } } };
  expect(unknownIn(misplaced, known.static)).toEqual([
    "Nobody knows the file.entryPoints.web.adress.",
    "Nobody knows the file.entryPoints.web.http.tls.minVersion.",
  ]);
  expect(unknownIn({ http: { routers: { a: { priority: "9" } } } }, known.dynamic)).toEqual([
    "the file.http.routers.a.priority is no number.",
  ]);
});

test("the gateway needs neither the Docker host nor what is switched off", () => {
  const alone = assembled({ guests: { docker: { enabled: false }, coolify: { enabled: false } }, apps: {} });
  const { static: entry, ask: asked } = gatewayOf(alone.lab);
  expect(entry["providers"]).toEqual({ file: { directory: "/etc/traefik/dynamic", watch: true } });
  expect(asked("https://grafana.homelab.local/")?.target).toBe("http://10.0.30.14:3000");
  expect(asked("https://shop.apps.homelab.local/")).toBeUndefined();
});

describe("in mode acme", () => {
  const tls = { mode: "acme", email: "operator@example.org", dnsProvider: "ovh" };
  const bundle = bundleFor("traefik", assembled({ domain: "example.org", tls }).lab);

  test("one certificate for all names is asked for by DNS", () => {
    const { entryPoints, certificatesResolvers } = parse(fileText(bundle, "/etc/traefik/traefik.yaml")) as Record<
      string,
      Record<string, object>
    >;
    const domains = [{ main: "example.org", sans: ["*.example.org", "*.apps.example.org"] }];
    expect(entryPoints?.["websecure"]).toMatchObject({ http: { tls: { certResolver: "acme", domains } } });
    expect(certificatesResolvers?.["acme"]).toMatchObject({
      acme: {
        email: "operator@example.org",
        storage: "/var/lib/traefik/acme.json",
        dnsChallenge: { provider: "ovh" },
      },
    });
    expect(parse(fileText(bundle, "/etc/traefik/dynamic/tls.yaml"))).not.toHaveProperty("tls.certificates");
  });

  test("credentials are files that the service alone sees, each known by its variable", () => {
    const unit = fileText(bundle, "/etc/systemd/system/traefik.service");
    expect(linesOf(unit, /^Environment=OVH_CONSUMER_KEY_FILE=/)).toEqual([
      "Environment=OVH_CONSUMER_KEY_FILE=/run/credentials/traefik.service/OVH_CONSUMER_KEY",
    ]);
    expect(linesOf(unit, /^LoadCredential=/)).toHaveLength(4);
    expect(bundle.files.find(({ path }) => path === "/etc/traefik/dns/OVH_CONSUMER_KEY")?.mode).toBe("0600");
    expect(fileText(bundle, "/etc/traefik/dns/OVH_CONSUMER_KEY")).toBe("<plain of traefik/ovh-consumer-key>");
  });

  test("names for the internet are guarded against floods, and the others stay in the house", () => {
    const { ask: asked } = gatewayOf(assembled({ domain: "example.org", tls }).lab);
    expect(asked("https://auth.example.org/")?.middlewares).not.toContain("house-only");
    expect(asked("https://auth.example.org/")?.middlewares).toContain("rate-limit");
    expect(asked("https://grafana.example.org/")?.middlewares).toContain("house-only");
  });
});

test("no name of a service's own takes the place of one that the gateway needs", () => {
  const names = ["api", "sign-on", "sign-on-house", "any-apps", "coolify-app", "n8n-open"];
  const services = names.map((host) =>
    service({
      name: `my-${host}`,
      title: host,
      description: "An example.",
      on: guests.grafana,
      ports: { http: tcp(8500 + names.indexOf(host)) },
      web: { subdomain: host, signOn: forward() },
      operations: unwatched,
    }),
  );
  const { ask: asked } = gatewayOf(assembled({}, services).lab);
  for (const [index, host] of names.entries())
    expect(asked(`https://${host}.homelab.local/`)?.target).toBe(`http://10.0.30.14:${8500 + index}`);
  expect(asked("https://n8n.homelab.local/outpost.goauthentik.io/")?.target).toBe("http://10.0.30.13:9000");
  expect(asked("https://n8n.homelab.local/webhook/x")?.middlewares).not.toContain("sign-on");
  expect(asked("https://coolify.homelab.local/app/x")?.target).toBe("http://10.0.40.20:6001");
  expect(asked("https://shop.apps.homelab.local/")?.target).toBe("http://10.0.40.20:80");
});
