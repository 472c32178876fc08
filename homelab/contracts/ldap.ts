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

/** Account of a service in the directory; the prefix separates it from the names of people. */
export const accountOf = (client: string): string => `ldap-${client}`;

/** Token with which the outpost that serves the directory authenticates to Authentik. */
export const outpostToken = generated("authentik", "ldap-token", "token of the LDAP outpost at Authentik", {
  length: 60,
});

/** Authentik's LDAP directory, for services that support neither OpenID Connect nor forward auth. */
export const contract: Contract<Record<never, never>, LdapSettings, { readonly bind: Secret }> = {
  name: "ldap",
  port: "ldaps",
  secrets: (_, client) => ({ bind: generated("authentik-ldap", client, `bind password of ${client}`) }),
  settings: ({ address, port }, _, { bind }) => ({
    url: `ldaps://${address}:${port}`,
    baseDn,
    bindDn: `cn=${accountOf(bind.field)},ou=users,${baseDn}`,
    bindPassword: bind,
  }),
};

/** The directory of people and groups. */
export const directory = (): Use<LdapSettings, false> => use(contract, {});
