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
import { proxyOf, type Answer } from "../../support/proxy";
import { unwatched } from "../../support/unwatched";

const { lab } = loadHomelab(join(__dirname, "..", "..", "sites", "shipped.yaml"));
const get = views(lab);
const gateway = proxyOf(lab);
const { ask } = gateway;

/** Whether the proxy asks the sign-on before it forwards the request. */
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
    // No name of a private domain is for the internet.
    expect(answer?.middlewares).toContain("house-only");
  }
});

test("every further name leads to the same service, directly or by a redirect to the first name", () => {
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

test("open paths need no sign-on, and similar paths do", () => {
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

test("the pages of the sign-on are below each name that needs it, and below no other name", () => {
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
])("%s has no route", (unknown) => expect(ask(unknown)).toBeUndefined());

test.each([
  "/minio",
  "/minio/",
  "/minio/v2/metrics/cluster",
  "//minio/health/live",
  "/x/../minio/x",
  "/%6dinio/x",
  "/minio%2Fhealth",
])("the proxy does not expose the object storage's own pages: %s", (path) => {
  expect(ask(`https://s3.homelab.local${path}`)).toBeUndefined();
  expect(ask("https://s3.homelab.local/minio-backups/file")?.target).toBe("https://10.0.20.13:9000");
});

test("plain HTTP redirects to HTTPS, except for the CA's certificate", () => {
  expect(ask("http://grafana.homelab.local/")?.router).toBe("redirect");
  expect(ask("http://nothing.homelab.local/")?.router).toBe("redirect");
  expect(ask("http://ca.homelab.local/homelab-ca.crt")?.target).toBe("http://127.0.0.1:8081");
  expect(ask("https://ca.homelab.local/")?.target).toBe("http://127.0.0.1:8081");
});

test("only the sign-on tells a service who a user is", () => {
  const emptied = gateway.middlewares["no-identity"]?.["headers"]?.["customRequestHeaders"] ?? {};
  const told = gateway.middlewares["sign-on"]?.["forwardAuth"]?.["authResponseHeaders"] ?? [];
  expect(told).toContain("X-authentik-username");
  expect(Object.keys(emptied)).toEqual(expect.arrayContaining([...told, "Remote-User"]));
  expect(new Set(Object.values(emptied))).toEqual(new Set([""]));
  // Before any other middleware, on every route, and for every spelling that a program takes for the header.
  for (const asked of [...get(routes).map((route) => url(route)), "http://ca.homelab.local/"])
    expect([asked, ask(asked)?.middlewares[0]]).toEqual([asked, "no-identity"]);
  const { web, websecure } = gateway.static["entryPoints"] ?? {};
  for (const entryPoint of [web, websecure]) {
    expect(entryPoint).toMatchObject({ http: { aliasHeadersStrategy: "delete" } });
    expect(entryPoint).not.toHaveProperty("forwardedHeaders");
  }
});

test("everything that a router or a service names exists, and names of routers differ", () => {
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

test("the proxy verifies servers with a certificate of the private CA", () => {
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

test("a key that Traefik does not know, or knows only elsewhere, is found", () => {
  expect(unknownIn(gateway.static, known.static)).toEqual([]);
  const misplaced = { entryPoints: { web: { adress: ":80", http: { tls: { minVersion: "VersionTLS12" } } } } };
  expect(unknownIn(misplaced, known.static)).toEqual([
    "The program does not know the file.entryPoints.web.adress.",
    "The program does not know the file.entryPoints.web.http.tls.minVersion.",
  ]);
  expect(unknownIn({ http: { routers: { a: { priority: "9" } } } }, known.dynamic)).toEqual([
    "the file.http.routers.a.priority is not a number.",
  ]);
});

test("the proxy needs neither the Docker host nor a guest that is switched off", () => {
  const alone = assembled({ guests: { docker: { enabled: false }, coolify: { enabled: false } }, apps: {} });
  const { static: entry, ask: asked } = proxyOf(alone.lab);
  expect(entry["providers"]).toEqual({ file: { directory: "/etc/traefik/dynamic", watch: true } });
  expect(asked("https://grafana.homelab.local/")?.target).toBe("http://10.0.30.14:3000");
  expect(asked("https://shop.apps.homelab.local/")).toBeUndefined();
});

describe("in mode acme", () => {
  const tls = { mode: "acme", email: "operator@example.org", dnsProvider: "ovh" };
  const bundle = bundleFor("traefik", assembled({ domain: "example.org", tls }).lab);

  test("Traefik requests one certificate for all names by a DNS challenge", () => {
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

  test("only the service can read the credential files, and a variable names each", () => {
    const unit = fileText(bundle, "/etc/systemd/system/traefik.service");
    expect(linesOf(unit, /^Environment=OVH_CONSUMER_KEY_FILE=/)).toEqual([
      "Environment=OVH_CONSUMER_KEY_FILE=/run/credentials/traefik.service/OVH_CONSUMER_KEY",
    ]);
    expect(linesOf(unit, /^LoadCredential=/)).toHaveLength(4);
    expect(bundle.files.find(({ path }) => path === "/etc/traefik/dns/OVH_CONSUMER_KEY")?.mode).toBe("0600");
    expect(fileText(bundle, "/etc/traefik/dns/OVH_CONSUMER_KEY")).toBe("<plain of traefik/ovh-consumer-key>");
  });

  test("names for the internet have a rate limit, and the others are only for the house", () => {
    const { ask: asked } = proxyOf(assembled({ domain: "example.org", tls }).lab);
    expect(asked("https://auth.example.org/")?.middlewares).not.toContain("house-only");
    expect(asked("https://auth.example.org/")?.middlewares).toContain("rate-limit");
    expect(asked("https://grafana.example.org/")?.middlewares).toContain("house-only");
  });
});

test("a user's subdomain never replaces a route that the proxy needs", () => {
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
  const { ask: asked } = proxyOf(assembled({}, services).lab);
  for (const [index, host] of names.entries())
    expect(asked(`https://${host}.homelab.local/`)?.target).toBe(`http://10.0.30.14:${8500 + index}`);
  expect(asked("https://n8n.homelab.local/outpost.goauthentik.io/")?.target).toBe("http://10.0.30.13:9000");
  expect(asked("https://n8n.homelab.local/webhook/x")?.middlewares).not.toContain("sign-on");
  expect(asked("https://coolify.homelab.local/app/x")?.target).toBe("http://10.0.40.20:6001");
  expect(asked("https://shop.apps.homelab.local/")?.target).toBe("http://10.0.40.20:80");
});
