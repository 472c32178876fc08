import { guests } from "../../../homelab/catalog/guests";
import { certificates, dns, oidcSettings, routes, secrets, signOnClients } from "../../../homelab/derive";
import { forward, oidc, secretName, service, tcp, views, type Service, type SignOn } from "../../../homelab/model";
import { assembled } from "../../support/assembled";
import { blueprintsOf, tagged, type Entry } from "../../support/blueprints";
import { bundleFor } from "../../support/bundles";
import { unwatched } from "../../support/unwatched";

/** All that a user writes to declare a web interface. */
const notes = (signOn: SignOn): Service =>
  service({
    name: "notes",
    title: "Notes",
    description: "Keeps notes.",
    on: guests.docker,
    app: { subnet: 200 },
    ports: { http: tcp(8999) },
    web: { subdomain: "notes", signOn, groups: ["household"] },
    operations: unwatched,
  });

function homelabWith(signOn: SignOn) {
  const own = notes(signOn);
  const { lab, problems } = assembled({}, [own]);
  const entries = [...blueprintsOf(bundleFor("authentik", lab)).values()].flat();
  const entry = (id: string): Entry | undefined => entries.find((each) => each.id === id);
  const mayEnter = entries
    .filter(
      ({ identifiers, state }) => state === undefined && tagged(identifiers, "keyOf").includes("application-notes"),
    )
    .map(({ identifiers }) => tagged(identifiers["group"], "keyOf"));
  return { own, lab, problems, get: views(lab), entry, mayEnter };
}

describe.each([
  ["OpenID Connect", oidc("/callback")],
  ["forward auth", forward()],
])("one declaration gives a web interface with %s", (_, signOn) => {
  const { problems, get, entry, mayEnter } = homelabWith(signOn);

  test("a name that resolves to the proxy, whose certificate covers it", () => {
    expect(problems).toEqual([]);
    const record = get(dns).records.find(({ name }) => name === "notes.homelab.local");
    const proxy = get(certificates).find(({ guest }) => guest.address === record?.address);
    expect(proxy?.guest.name).toBe("traefik");
    expect(proxy?.names).toContain("*.homelab.local");
  });

  test("a route to its port, with its sign-on", () => {
    const route = get(routes).find(({ fqdns }) => fqdns.includes("notes.homelab.local"));
    expect(route).toMatchObject({ target: "http://10.0.40.10:8999", signOn, groups: ["household"] });
  });

  test("an application for the group that it names, and for no other", () => {
    expect(entry("application-notes")?.attrs).toMatchObject({
      name: "Notes",
      meta_launch_url: "https://notes.homelab.local",
      provider: { keyOf: "provider-notes" },
    });
    expect(mayEnter).toEqual([["group-household"]]);
  });
});

test("an OpenID Connect client gets the password of its provider, which knows where people return", () => {
  const { own, get, entry } = homelabWith(oidc("/callback"));
  const settings = oidcSettings(get, own);
  expect(settings).toMatchObject({ clientId: "notes", issuer: "https://auth.homelab.local/application/o/notes/" });
  expect(
    get(secrets)
      .get(secretName(settings?.clientSecret as never))
      ?.readers.map(({ name }) => name),
  ).toEqual(["authentik", "notes"]);
  expect(get(signOnClients).find(({ slug }) => slug === "notes")?.redirectUris).toEqual([
    "https://notes.homelab.local/callback",
  ]);
  expect(entry("provider-notes")).toMatchObject({
    model: "authentik_providers_oauth2.oauth2provider",
    attrs: {
      client_id: "notes",
      client_secret: { env: "HOMELAB_CLIENT_NOTES" },
      redirect_uris: [{ matching_mode: "strict", url: "https://notes.homelab.local/callback" }],
    },
  });
});

test("behind forward auth, Authentik answers the proxy's requests about its name", () => {
  expect(homelabWith(forward()).entry("provider-notes")).toMatchObject({
    model: "authentik_providers_proxy.proxyprovider",
    attrs: { mode: "forward_single", external_host: "https://notes.homelab.local" },
  });
});
