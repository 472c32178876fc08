import { urlOf, use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

/** Where clients push samples or log lines. */
export interface PushSettings {
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
}

type PushSecrets = { readonly password: Secret };

/** Prometheus remote write. */
export const metrics: Contract<Record<never, never>, PushSettings, PushSecrets> = {
  name: "prometheus-remote-write",
  port: "http",
  secrets: () => ({
    password: generated("prometheus", "remote-write", "password with which agents write to Prometheus"),
  }),
  settings: (at, _, { password }) => ({
    url: `${urlOf(at)}/api/v1/write`,
    user: password.field,
    password,
  }),
};

/** Loki's push API, which has no accounts: only the firewall restricts it to the homelab's machines. */
export const logs: Contract<Record<never, never>, { readonly url: string }> = {
  name: "loki-push",
  port: "http",
  settings: (at) => ({ url: `${urlOf(at)}/loki/api/v1/push` }),
};

/** Pushes samples to Prometheus. */
export const pushMetrics = (): Use<PushSettings, false> => use(metrics, {});

/** Pushes log lines to Loki. */
export const pushLogs = (): Use<{ readonly url: string }, false> => use(logs, {});
