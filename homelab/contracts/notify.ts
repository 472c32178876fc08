import { urlOf, use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

export interface NotifyRequest {
  /** Last segment of the webhook's path: one per kind of sender, so that n8n knows the format. */
  readonly source: string;
}

export interface NotifySettings {
  /** Webhook of n8n, to be POSTed to with `Authorization: Bearer <token>`. */
  readonly url: string;
  readonly token: Secret;
}

/** The one notification channel: n8n, and from there Telegram. */
export const contract: Contract<NotifyRequest, NotifySettings, { readonly token: Secret }> = {
  name: "notify",
  port: "http",
  secrets: (_, client) => ({ token: generated("n8n-webhooks", client, `token with which ${client} calls n8n`) }),
  settings: (at, { source }, { token }) => ({ url: `${urlOf(at)}/webhook/${source}`, token }),
};

/** Notifications of one kind of sender, for instance `alertmanager`. */
export const channel = (source: string): Use<NotifySettings, false> => use(contract, { source });
