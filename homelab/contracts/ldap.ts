import { use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

export interface LdapSettings {
  readonly url: string;
  readonly baseDn: string;
  readonly bindDn: string;
  readonly bindPassword: Secret;
}

/** Base of the directory that Authentik's LDAP outpost serves. */
export const baseDn = "dc=homelab,dc=internal";

/** Authentik's LDAP directory, for what can neither OpenID Connect nor forward auth. */
export const contract: Contract<Record<never, never>, LdapSettings, { readonly bind: Secret }> = {
  name: "ldap",
  endpoint: "ldaps",
  secrets: (_, client) => ({ bind: generated("authentik-ldap", client, `bind password of ${client}`) }),
  settings: ({ host, port }, _, { bind }) => ({
    url: `ldaps://${host}:${port}`,
    baseDn,
    bindDn: `cn=${bind.field},ou=users,${baseDn}`,
    bindPassword: bind,
  }),
};

/** The directory of people and groups. */
export const directory = (): Use<LdapSettings, false> => use(contract, {});
