import { urlOf, use, type Contract, type Use } from "../model/contract";
import { external, type Secret } from "../model/secret";

export interface ProxmoxRequest {
  /** `audit` may read everything; `operate` may also start, stop and snapshot the homelab's guests. */
  readonly role: "audit" | "operate";
}

export interface ProxmoxSettings {
  /** `https://<host>:8006`. */
  readonly url: string;
  /** `<user>@pve!<token name>`. */
  readonly tokenId: string;
  readonly token: Secret;
}

/** User name of a client in the realm `pve`. */
export const userId = (client: string): string => `${client}@pve`;

/** The API of the Proxmox VE host, for the client's own user with the least privileged role. */
export const contract: Contract<ProxmoxRequest, ProxmoxSettings, { readonly token: Secret }> = {
  name: "proxmox-api",
  port: "https",
  secrets: (_, client) => ({
    token: external(
      "proxmox",
      client,
      `API token of ${userId(client)}`,
      "`homelab bootstrap` makes it on the PVE host.",
    ),
  }),
  settings: (at, _, { token }) => ({
    url: urlOf(at),
    tokenId: `${userId(token.field)}!homelab`,
    token,
  }),
};

/** The PVE API, in one of two roles. */
export const api = (role: ProxmoxRequest["role"]): Use<ProxmoxSettings, false> => use(contract, { role });
