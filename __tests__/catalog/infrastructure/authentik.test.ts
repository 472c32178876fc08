import { bundles } from "../../../homelab/bundle";
import { guests } from "../../../homelab/catalog/guests";
import { shared } from "../../../homelab/catalog/infrastructure/authentik/environment";
import { ldap, redis } from "../../../homelab/contracts";
import { routes, signOnClients } from "../../../homelab/derive";
import { secretName, views, type Context } from "../../../homelab/model";
import { assembled, userOf } from "../../support/assembled";
import { blueprintsOf, tagged, type Entry } from "../../support/blueprints";
import { bundleFor, fileText, linesOf, withShop } from "../../support/bundles";

const smarthost = { provider: "custom", host: "smtp.example.org", username: "me", from: "home@example.org" };
const { lab, problems } = assembled(
  {
    smtp: smarthost,
    people: {
      operator: { name: "The operator", email: "operator@example.org", groups: ["admins", "household"] },
      yes: { name: "No", email: "no@example.org" },
    },
  },
  [userOf(guests.docker, { directory: ldap.directory() }, "reader")],
);
const get = views(lab);
const bundle = bundleFor("authentik", lab);
const blueprints = blueprintsOf(bundle);
const entries = [...blueprints.values()].flat();
const of = (model: string): readonly Entry[] => entries.filter((entry) => entry.model === model);
const environment = (container: string): string => fileText(bundle, `/etc/homelab/${container}/environment`);

test("the homelab of this test is valid", () => expect(problems).toEqual([]));

test("each reference leads to an earlier entry, and each variable is provided", () => {
  for (const [name, own] of blueprints) {
    const ids = own.flatMap(({ id = [] }) => id);
    expect([name, ids]).toEqual([name, [...new Set(ids)]]);
    const lost = own.flatMap((entry, index) =>
      tagged(entry, "keyOf").filter((id) => !own.slice(0, index).some((earlier) => earlier.id === id)),
    );
    expect([name, lost]).toEqual([name, []]);
  }
  const brought = linesOf(fileText(bundle, "/etc/homelab/authentik/variables"), /./).map((line) => line.split("=")[0]);
  // A certificate has several lines; the script reads it from its file.
  const fromFiles = ["HOMELAB_DIRECTORY_CERTIFICATE", "HOMELAB_DIRECTORY_KEY"];
  expect(new Set([...brought, ...fromFiles])).toEqual(new Set(tagged(entries, "env")));
});

/**
 * Authentik's own objects, to which our entries refer, each with the blueprint that creates it. Authentik creates the
 * certificate and the embedded outpost at its start (authentik/crypto/apps.py, authentik/outposts/apps.py), and an
 * outpost's account with the outpost (authentik/outposts/signals.py).
 */
const brings: Readonly<Record<string, string>> = {
  "default-authentication-flow": "default/flow-default-authentication-flow",
  "default-invalidation-flow": "default/flow-default-invalidation-flow",
  "default-user-settings-flow": "default/flow-default-user-settings-flow",
  "default-provider-authorization-implicit-consent": "default/flow-default-provider-authorization-implicit-consent",
  "default-provider-invalidation-flow": "default/flow-default-provider-invalidation",
  "default-password-change-prompt": "default/flow-password-change",
  "goauthentik.io/providers/oauth2/scope-openid": "system/providers-oauth2",
  "goauthentik.io/providers/oauth2/scope-profile": "system/providers-oauth2",
  "goauthentik.io/providers/oauth2/scope-offline_access": "system/providers-oauth2",
  "authentik Self-signed Certificate": "authentik/crypto/apps.py",
  akadmin: "system/bootstrap",
};

test("Authentik or an entry creates everything that entries refer to", () => {
  const made = entries.filter(({ attrs }) => attrs !== undefined).map(({ identifiers }) => JSON.stringify(identifiers));
  const asked = entries
    .filter(({ attrs }) => attrs === undefined)
    .filter(({ identifiers }) => !made.includes(JSON.stringify(identifiers)))
    .flatMap(({ identifiers }) => Object.values(identifiers))
    .filter((name) => !String(name).startsWith("ak-outpost-"));
  expect([...new Set(asked)].filter((name) => !((name as string) in brings))).toEqual([]);
});

test("every OpenID Connect client has one provider, whose redirect URIs lead to the client", () => {
  const clients = get(signOnClients).filter(({ mode }) => mode === "oidc");
  const providers = of("authentik_providers_oauth2.oauth2provider");
  expect(providers.map(({ attrs }) => attrs?.["client_id"])).toEqual(clients.map(({ slug }) => slug));
  for (const [index, { instance }] of clients.entries()) {
    const hosts = get(routes).flatMap((route) => (route.instance === instance ? route.fqdns : []));
    const urls = providers[index]?.attrs?.["redirect_uris"] as readonly { readonly url: string }[];
    expect(urls.length).toBeGreaterThan(0);
    expect(urls.map(({ url }) => new URL(url).hostname).filter((host) => !hosts.includes(host as never))).toEqual([]);
  }
});

test("each name behind forward auth has a provider, and the embedded outpost has all of them", () => {
  const clients = get(signOnClients).filter(({ mode }) => mode === "forward");
  const hosts = clients.flatMap((client) => client.routes.flatMap((route) => route.fqdns));
  const providers = of("authentik_providers_proxy.proxyprovider");
  const external = providers.map(({ attrs }) => attrs?.["external_host"]);
  expect(external).toEqual([...new Set(hosts)].map((host) => `https://${host}`));
  expect(external).toContain("https://status.homelab.local");
  const embedded = of("authentik_outposts.outpost").find(({ identifiers }) => "managed" in identifiers);
  expect(tagged(embedded?.attrs?.["providers"], "keyOf")).toEqual(providers.map(({ id }) => id));
});

test("what is declared is applied again after an upgrade, which applies Authentik's own blueprints", () => {
  const applies = bundle.units.find(({ name }) => name === "homelab-authentik.service");
  expect(applies?.files).toEqual(
    expect.arrayContaining(["/etc/homelab/authentik/variables", "/etc/containers/systemd/authentik-worker.container"]),
  );
});

test("guessing passwords locks out nobody else: failures count by name and address together", () => {
  const guard = of("authentik_policies_expression.expressionpolicy").find(({ id }) => id === "guessing");
  expect(guard?.attrs?.["expression"]).toMatch(/filter\(ip=str\(ak_client_ip\), identifier=request\.user\.username\)/);
  expect(of("authentik_policies_reputation.reputationpolicy")).toEqual([]);
});

test("a group may enter applications that name it, and is removed from all others", () => {
  const binding = (application: string, group: string): string | undefined =>
    of("authentik_policies.policybinding").find(
      ({ identifiers }) =>
        JSON.stringify(identifiers) ===
        JSON.stringify({ target: { keyOf: `application-${application}` }, group: { keyOf: `group-${group}` } }),
    )?.state;
  expect([binding("homepage", "household"), binding("homepage", "admins")]).toEqual([undefined, "absent"]);
  expect([binding("grafana", "household"), binding("grafana", "admins")]).toEqual(["absent", undefined]);
});

test("people get groups and no password; the owner is an administrator; a name may be a keyword of YAML", () => {
  const person = (username: string) =>
    of("authentik_core.user").find((entry) => entry.identifiers["username"] === username);
  expect(tagged(person("operator")?.attrs?.["groups"], "keyOf")).toEqual([
    "group-admins",
    "group-household",
    "authentik-admins",
  ]);
  expect(person("yes")?.attrs).toMatchObject({ name: "No", email: "no@example.org", groups: [], is_active: true });
  expect(of("authentik_core.user").filter(({ attrs }) => attrs && "password" in attrs)).toEqual([
    expect.objectContaining({ identifiers: { username: "ldap-reader" } }),
  ]);
});

test("a service binds with an account that the directory has", () => {
  const connection = lab.connections.find(({ contract }) => contract.name === "ldap");
  const settings = connection?.settings as { readonly bindDn: string; readonly url: string };
  expect(settings.bindDn).toBe("cn=ldap-reader,ou=users,dc=homelab,dc=internal");
  expect(settings.url).toBe("ldaps://10.0.30.13:636");
  expect(fileText(bundle, "/etc/homelab/authentik/variables")).toContain(
    "HOMELAB_DIRECTORY_LDAP_READER=<plain of authentik-ldap/reader>\n",
  );
  const [provider] = of("authentik_providers_ldap.ldapprovider");
  expect(provider?.permissions?.[0]?.permission).toBe("authentik_providers_ldap.search_full_directory");
  expect(environment("authentik-ldap")).toContain("AUTHENTIK_TOKEN=<plain of authentik/ldap-token>\n");
});

test("password recovery by mail is offered only where there is a relay", () => {
  const recovery = (all: readonly Entry[]) =>
    all.filter(({ identifiers }) => identifiers["slug"] === "homelab-recovery");
  expect(recovery(entries)).toHaveLength(1);
  expect(environment("authentik-worker")).toContain("AUTHENTIK_EMAIL__HOST=10.0.40.10\n");
  const without = bundleFor("authentik", withShop);
  expect(recovery([...blueprintsOf(without).values()].flat())).toEqual([]);
  expect(fileText(without, "/etc/homelab/authentik-worker/environment")).not.toContain("EMAIL__");
});

test("the database is used over TLS, and only the proxy is trusted about callers", () => {
  const lines = environment("authentik-server").split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "AUTHENTIK_POSTGRESQL__SSLMODE=verify-full",
      "AUTHENTIK_POSTGRESQL__PASSWORD=<plain of postgres/authentik>",
      "AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS=127.0.0.0/8,10.0.30.10/32",
      "AUTHENTIK_LISTEN__METRICS=127.0.0.1:9300",
    ]),
  );
  expect(lines.filter((line) => line.includes("REDIS"))).toEqual([]);
});

test("a version that uses Redis gets its address", () => {
  const instance = lab.instances.find(({ service }) => service.name === "authentik");
  const at = { address: "10.0.20.12", port: 6379 as never, tls: false };
  const secrets = redis.contract.secrets?.({ number: 0, shared: false }, "authentik") as never;
  const cache = redis.contract.settings(at, { number: 0, shared: false }, secrets);
  const db = { host: "10.0.20.10", port: 5432, database: "a", user: "a", password: cache.password };
  const context = { site: lab.site, lab, service: instance?.service, secrets: instance?.service.secrets } as Context;
  const told = shared(context, { db, cache }, "https://auth.homelab.local");
  expect(told).toMatchObject({ AUTHENTIK_REDIS__HOST: "10.0.20.12", AUTHENTIK_REDIS__DB: 0 });
  expect(secretName(cache.password)).toBe("redis/authentik");
});

test("only root may read a file with a secret", () => {
  const open = bundle.files.filter(({ content, mode }) => typeof content !== "string" && mode !== "0600");
  expect(open.map(({ path }) => path)).toEqual([
    "/etc/homelab/authentik/certificate.pem",
    "/usr/local/share/ca-certificates/homelab.crt",
  ]);
});

test("the cluster of Proxmox VE is one client, for the names of all its nodes", () => {
  const node = (address: string) => ({ address, threads: 256, memory: "1TiB" });
  const two = assembled({ pve: { nodes: { pve: node("192.168.1.2"), other: node("192.168.1.3") } } }).lab;
  const uris = views(two)(signOnClients).find(({ slug }) => slug === "proxmox")?.redirectUris;
  expect(uris).toEqual(["https://pve.homelab.local", "https://pve-other.homelab.local"]);
  const settings = (name: string) =>
    views(two)(bundles)
      .get(name)
      ?.files.find(({ path }) => path.endsWith("/realm/settings"))?.content;
  expect(settings("pve")).toBe("issuer=https://auth.homelab.local/application/o/proxmox/\nclient=proxmox\n");
  expect(settings("other")).toBeUndefined();
});
