import { env, existing, keyOf, type Entry } from "./blueprint";

/** Of our own making, so that the names of its account and its token are known before it exists. */
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
 * People and groups as an LDAP directory, its outpost, and an account that may search it for each service that asks. Whoever
 * has set up a second factor appends its code to the password (`<password>;<code>`), because the flow is the one of the
 * sign-on: one without it would be a way around it.
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
    // The outpost binds by what is called authorization here.
    authorization_flow: keyOf("bind"),
    invalidation_flow: keyOf("unbind"),
    certificate: keyOf("certificate"),
    search_mode: "cached",
    // Cached ones would let in whoever has lost the account, until the outpost starts anew.
    bind_mode: "direct",
    mfa_support: true,
  },
  permissions: [{ permission: "authentik_providers_ldap.search_full_directory", role: keyOf("readers") }],
});

/** Without one, nobody may use the provider. */
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

/** Authentik makes account and token together with the outpost; its token becomes the one that the outpost is given. */
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
