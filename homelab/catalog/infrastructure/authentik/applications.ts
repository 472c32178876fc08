import type { SignOnClient } from "../../../derive";
import { isNone } from "../../../model";
import { env, existing, keyOf, type Entry, type Value } from "./blueprint";

/** A client of the sign-on under one of its names. Each has its own application and provider. */
interface Application {
  /** Also the id of an OpenID Connect client. */
  readonly slug: string;
  readonly client: SignOnClient;
  /** Fqdn behind forward auth; undefined for an OpenID Connect client. */
  readonly host?: string;
}

/** Variable with the password of an OpenID Connect client. */
export const clientVariable = (slug: string): string => `HOMELAB_CLIENT_${slug.toUpperCase().replaceAll("-", "_")}`;

/** All applications, in order. Authentik answers the proxy's forward-auth requests by name, so each name needs one. */
export function applicationsOf(clients: readonly SignOnClient[]): readonly Application[] {
  return clients.flatMap((client) => {
    if (client.mode === "oidc") return [{ slug: client.slug, client }];
    const [first, ...others] = [...new Set(client.routes.flatMap(({ fqdns }) => fqdns))];
    return [
      { slug: client.slug, client, ...(first !== undefined && { host: first }) },
      // No service has an underscore in its name.
      ...others.map((host) => ({ slug: `${client.slug}_${host.split(".")[0]}`, client, host })),
    ];
  });
}

/**
 * An application with its provider for every web interface that uses the sign-on, and the groups that may enter. Groups
 * that may not enter are removed explicitly: Authentik keeps what a blueprint merely no longer contains.
 */
export function applications(
  clients: readonly SignOnClient[],
  groups: readonly string[],
  signOn: string,
): readonly Entry[] {
  const all = applicationsOf(clients);
  const proxies = all.filter(({ client }) => client.mode === "forward");
  return [
    ...own,
    ...groups.map((name) => existing(`group-${name}`, "authentik_core.group", { name })),
    ...all.flatMap((application) => [
      application.client.mode === "oidc" ? oidcProvider(application) : proxyProvider(application),
      applicationEntry(application),
      ...bindings(application, groups),
    ]),
    {
      model: "authentik_outposts.outpost",
      identifiers: { managed: "goauthentik.io/outposts/embedded" },
      attrs: {
        type: "proxy",
        providers: proxies.map(({ slug }) => keyOf(`provider-${slug}`)),
        config: { authentik_host: signOn, authentik_host_insecure: false, log_level: "info" },
      },
    },
  ];
}

const scopes = ["openid", "profile", "offline_access"] as const;

/**
 * Objects that Authentik creates (in its blueprints `default/` and `system/providers-oauth2`), and one mapping of ours.
 */
const own: readonly Entry[] = [
  existing("authorization", "authentik_flows.flow", { slug: "default-provider-authorization-implicit-consent" }),
  existing("invalidation", "authentik_flows.flow", { slug: "default-provider-invalidation-flow" }),
  existing("signing-key", "authentik_crypto.certificatekeypair", { name: "authentik Self-signed Certificate" }),
  ...scopes.map((scope) =>
    existing(`scope-${scope}`, "authentik_providers_oauth2.scopemapping", {
      managed: `goauthentik.io/providers/oauth2/scope-${scope}`,
    }),
  ),
  {
    // Authentik's own mapping reports every address as unverified. These addresses come from homelab.yaml, and people
    // cannot change them.
    id: "scope-email",
    model: "authentik_providers_oauth2.scopemapping",
    identifiers: { name: "homelab-email" },
    attrs: {
      scope_name: "email",
      description: "Email address",
      expression: 'return {"email": request.user.email, "email_verified": True}',
    },
  },
];

const flows = { authorization_flow: keyOf("authorization"), invalidation_flow: keyOf("invalidation") };

const oidcProvider = ({ slug, client }: Application): Entry => ({
  id: `provider-${slug}`,
  model: "authentik_providers_oauth2.oauth2provider",
  identifiers: { name: slug },
  attrs: {
    ...flows,
    client_type: "confidential",
    client_id: slug,
    client_secret: env(clientVariable(slug)),
    grant_types: ["authorization_code", "refresh_token"],
    redirect_uris: client.redirectUris.map(redirectUri),
    property_mappings: ["email", ...scopes].map((scope) => keyOf(`scope-${scope}`)),
    signing_key: keyOf("signing-key"),
    sub_mode: "hashed_user_id",
    issuer_mode: "per_provider",
    include_claims_in_id_token: true,
  },
});

/** Authentik keeps the URLs to which people return after signing out in a separate list. */
const redirectUri = (url: string): Value => ({
  matching_mode: "strict",
  url,
  redirect_uri_type: /\/logout(\/|$)/.test(url) ? "logout" : "authorization",
});

const proxyProvider = ({ slug, host = "" }: Application): Entry => ({
  id: `provider-${slug}`,
  model: "authentik_providers_proxy.proxyprovider",
  identifiers: { name: slug },
  attrs: { ...flows, mode: "forward_single", external_host: `https://${host}` },
});

function applicationEntry({ slug, client }: Application): Entry {
  const { title, description, operations } = client.instance.service;
  const further = slug !== client.slug;
  return {
    id: `application-${slug}`,
    model: "authentik_core.application",
    identifiers: { slug },
    attrs: {
      name: further ? `${title} (${slug.slice(client.slug.length + 1)})` : title,
      provider: keyOf(`provider-${slug}`),
      group: isNone(operations.tile) ? "" : operations.tile.group,
      meta_launch_url: client.url,
      meta_description: description,
      meta_hide: further,
      policy_engine_mode: "any",
    },
  };
}

/** Without a binding, everybody with an account may enter. */
const bindings = ({ slug, client }: Application, groups: readonly string[]): readonly Entry[] =>
  groups.map((group, order) => ({
    model: "authentik_policies.policybinding",
    ...(client.groups.includes(group) ? {} : { state: "absent" }),
    identifiers: { target: keyOf(`application-${slug}`), group: keyOf(`group-${group}`) },
    attrs: { order, enabled: true, negate: false },
  }));
