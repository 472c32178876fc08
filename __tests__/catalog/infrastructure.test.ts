import { sessionCache } from "../../homelab/catalog/infrastructure/authentik";
import { flows, routes, secrets } from "../../homelab/derive";
import { views } from "../../homelab/model";
import { assembled } from "../support/assembled";

describe("Authentik's session cache", () => {
  test.each(["2024.12.1", "2025.8.4", "2025.2"])("version %s keeps it in Redis database 0", (version) => {
    expect(sessionCache(version).cache?.request).toEqual({ number: 0, shared: false });
  });

  test.each(["2025.10.0", "2025.12.3", "2026.8.6"])("version %s keeps it in PostgreSQL", (version) => {
    expect(sessionCache(version)).toEqual({});
  });
});

describe("Traefik", () => {
  const secretNames = (tls: object): string[] => [...views(assembled({ tls }).lab)(secrets).keys()];

  test("requires the DNS provider's credentials only in mode acme", () => {
    const ofGateway = (tls: object): string[] => secretNames(tls).filter((name) => name.startsWith("traefik/"));
    const acme = { mode: "acme", email: "operator@example.org" };
    expect(ofGateway({ mode: "internal", dnsProvider: "cloudflare" })).not.toContain("traefik/cf-dns-api-token");
    expect(ofGateway({ ...acme, dnsProvider: "cloudflare" })).toEqual(["traefik/cf-dns-api-token"]);
    const rare = { dnsProvider: "joker", dnsCredentials: ["JOKER_USERNAME", "JOKER_PASSWORD"] };
    expect(ofGateway({ ...acme, ...rare })).toEqual(["traefik/joker-password", "traefik/joker-username"]);
  });

  test("shares no port with AdGuard Home for the household, whose router knows one address for both", () => {
    const { lab } = assembled();
    const ports = views(lab)(flows)
      .filter(({ from }) => "zone" in from && from.zone === "household")
      .filter(({ to }) => to.name === "traefik" || to.name === "adguard")
      .map(({ protocol, port }) => `${protocol} ${port}`);
    expect(ports.length).toBeGreaterThan(4);
    expect(new Set(ports).size).toBe(ports.length);
  });
});

describe("Netbird behind the proxy", () => {
  const netbird = views(assembled().lab)(routes).filter(({ fqdns }) => fqdns.includes("netbird.homelab.local"));

  test("gets gRPC over cleartext HTTP/2, and its dashboard gets people", () => {
    const to = (path: string) => netbird.find(({ paths }) => paths.some((prefix) => path.startsWith(prefix)))?.target;
    expect(to("/management.ManagementService/Sync")).toBe("h2c://10.0.30.12:80");
    expect(to("/api/peers")).toBe("http://10.0.30.12:80");
    expect(netbird.find(({ paths }) => paths.length === 0)?.target).toBe("http://10.0.30.12:8080");
  });
});

test("a homelab without sign-on is refused, because the proxy would protect nothing", () => {
  const { problems } = assembled({ guests: { authentik: { enabled: false } } });
  expect(problems.map(({ rule, message }) => `${rule}: ${message}`)).toContain(
    "disabled-provider: traefik uses authentik (traefik.uses.signOn), but authentik is switched off.",
  );
});
