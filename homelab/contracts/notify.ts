import { urlOf, use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

export interface NotifyRequest {
  /** Last segment of the webhook's path: one for each kind of sender, because the formats differ. */
  readonly source: string;
}

export interface NotifySettings {
  /** Webhook of n8n; senders POST to it with `Authorization: Bearer <token>`. */
  readonly url: string;
  readonly token: Secret;
}

/** The only notification channel: n8n, which forwards to Telegram. */
export const contract: Contract<NotifyRequest, NotifySettings, { readonly token: Secret }> = {
  name: "notify",
  port: "http",
  secrets: (_, client) => ({ token: generated("n8n-webhooks", client, `token with which ${client} calls n8n`) }),
  settings: (at, { source }, { token }) => ({ url: `${urlOf(at)}/webhook/${source}`, token }),
};

/** Notifications from one kind of sender, for instance `alertmanager`. */
export const channel = (source: string): Use<NotifySettings, false> => use(contract, { source });
