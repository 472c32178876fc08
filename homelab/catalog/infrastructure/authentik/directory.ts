import { env, existing, keyOf, type Entry } from "./blueprint";

/** Id that we chose, so that the names of the outpost's account and token are known before the outpost exists. */
const outpost = "5d0b6a52-7c1e-4f0e-9d55-6c8a1f3e2b90";
const account = `ak-outpost-${outpost.replaceAll("-", "")}`;
const token = `ak-outpost-${outpost}-api`;

/** Variables that the directory's blueprint reads. */
export const variables = {
  certificate: "HOMELAB_DIRECTORY_CERTIFICATE",
  key: "HOMELAB_DIRECTORY_KEY",
  token: "HOMELAB_DIRECTORY_TOKEN",
  password: (name: string): string => `HOMELAB_DIRECTORY_${name.toUpperCase().replaceAll("-", "_")}`,
} as const;

/**
 * People and groups as an LDAP directory, its outpost, and for each service that uses it, an account that may search
 * it. People with a second factor append its code to the password (`<password>;<code>`), because binds use the flow of
 * the sign-on: a flow without the factor would bypass it.
 */
export const directory = (baseDn: string, signOn: string, accounts: readonly string[]): readonly Entry[] => [
  existing("bind", "authentik_flows.flow", { slug: "default-authentication-flow" }),
  existing("unbind", "authentik_flows.flow", { slug: "default-provider-invalidation-flow" }),
  {
    id: "certificate",
    model: "authentik_crypto.certificatekeypair",
    identifiers: { name: "homelab-directory" },
    attrs: { certificate_data: env(variables.certificate), key_data: env(variables.key) },
  },
  { id: "readers", model: "authentik_rbac.role", identifiers: { name: "homelab-directory-readers" }, attrs: {} },
  provider(baseDn),
  application,
  ...accounts.map(accountEntry),
  ...outpostEntries(signOn),
];

const provider = (baseDn: string): Entry => ({
  id: "provider",
  model: "authentik_providers_ldap.ldapprovider",
  identifiers: { name: "homelab-directory" },
  attrs: {
    base_dn: baseDn,
    // The outpost uses the authorization flow for binds.
    authorization_flow: keyOf("bind"),
    invalidation_flow: keyOf("unbind"),
    certificate: keyOf("certificate"),
    search_mode: "cached",
    // Cached binds would admit people who no longer have an account, until the outpost restarts.
    bind_mode: "direct",
    mfa_support: true,
  },
  permissions: [{ permission: "authentik_providers_ldap.search_full_directory", role: keyOf("readers") }],
});

/** Without an application, the provider refuses everybody. */
const application: Entry = {
  model: "authentik_core.application",
  identifiers: { slug: "homelab_directory" },
  attrs: {
    name: "LDAP directory",
    provider: keyOf("provider"),
    meta_launch_url: "blank://blank",
    meta_hide: true,
    policy_engine_mode: "any",
  },
};

const accountEntry = (username: string): Entry => ({
  model: "authentik_core.user",
  identifiers: { username },
  attrs: {
    name: username,
    type: "service_account",
    path: "homelab/services",
    password: env(variables.password(username)),
    roles: [keyOf("readers")],
  },
});

/**
 * Authentik creates account and token together with the outpost; the token is then set to the one that the outpost's
 * container has.
 */
const outpostEntries = (signOn: string): readonly Entry[] => [
  {
    model: "authentik_outposts.outpost",
    identifiers: { pk: outpost, name: "homelab-directory" },
    attrs: {
      type: "ldap",
      providers: [keyOf("provider")],
      config: { authentik_host: signOn, authentik_host_insecure: false, log_level: "info" },
    },
  },
  existing("outpost-account", "authentik_core.user", { username: account }),
  {
    model: "authentik_core.token",
    identifiers: { identifier: token },
    attrs: {
      key: env(variables.token),
      user: keyOf("outpost-account"),
      intent: "api",
      expiring: false,
      managed: `goauthentik.io/outpost/${token}`,
    },
  },
];
