import { bundles, bundleSecrets } from "../../../homelab/bundle";
import { certificates, secrets } from "../../../homelab/derive";
import { ca, secretName, views } from "../../../homelab/model";
import { assembled } from "../../support/assembled";

const certificatesOf = (keys = {}) => {
  const { lab } = assembled(keys);
  const get = views(lab);
  const of = (name: string) => get(certificates).find(({ guest }) => guest.name === name);
  return { lab, get, of };
};

test("a server has one certificate, for every name and address that clients use for it", () => {
  const { of } = certificatesOf({ domain: "home.arpa" });
  expect(of("postgres")).toMatchObject({
    names: ["postgres.host.home.arpa", "postgres.home.arpa", "postgres", "localhost"],
    addresses: ["10.0.20.10", "127.0.0.1"],
  });
  expect(of("docker")).toBeUndefined();
});

test("the proxy's certificate is for every web name, and for the host's address, where its ports are forwarded", () => {
  expect(certificatesOf({ domain: "home.arpa" }).of("traefik")).toMatchObject({
    names: expect.arrayContaining(["home.arpa", "*.home.arpa", "*.apps.home.arpa"]) as string[],
    addresses: ["10.0.30.10", "192.168.1.2", "127.0.0.1"],
  });
});

test("the certificate of a service that serves TLS to people directly is also for its web names", () => {
  expect(certificatesOf({ domain: "home.arpa" }).of("adguard")).toMatchObject({
    names: expect.arrayContaining(["adguard.host.home.arpa", "dns.home.arpa"]) as string[],
    addresses: ["10.0.30.11", "192.168.1.2", "127.0.0.1"],
  });
});

test("with ACME the proxy needs no certificate of the private CA, and all others still have one", () => {
  const tls = { mode: "acme", email: "operator@example.org", dnsProvider: "cloudflare" };
  const { of } = certificatesOf({ domain: "example.org", tls });
  expect(of("traefik")).toBeUndefined();
  expect(of("postgres")).toBeDefined();
});

test("every machine that uses or serves TLS reads the CA's certificate, and no machine reads its key", () => {
  const { get } = certificatesOf();
  expect(
    get(secrets)
      .get("ca/certificate")
      ?.readers.map(({ machine }) => machine),
  ).toEqual(expect.arrayContaining(["docker", "postgres", "traefik", "loki"]));
  expect(get(secrets).get("ca/key")?.readers).toEqual([]);
  const brought = [...get(bundles).values()].flatMap(bundleSecrets).map(secretName);
  expect(brought).not.toContain(secretName(ca.key));
});

test("every secret in a bundle is a secret of the homelab", () => {
  const { get } = certificatesOf();
  const brought = [...get(bundles).values()].flatMap(bundleSecrets).map(secretName);
  expect(brought.filter((name) => !get(secrets).has(name))).toEqual([]);
});
