import type { postgres, redis, smtp } from "../../../contracts";
import { inRole, portOf, type Context, type Uses } from "../../../model";
import type { PodmanContainer } from "../../support/podman";

/** Services that Authentik uses; the optional ones where they exist. */
export interface Neighbours {
  readonly db: postgres.PostgresSettings;
  readonly mail?: smtp.SmtpSettings | undefined;
  readonly cache?: redis.RedisSettings | undefined;
}

/** What Authentik renders from, with its own secrets. */
export type Own = Context<Uses, "key" | "password" | "token">;

type Variables = NonNullable<PodmanContainer["environment"]>;

/** Path of the private CA's certificate inside containers. */
export const caInContainer = "/etc/homelab/ca.crt";

/**
 * Variables that server and worker share.
 *
 * @see https://docs.goauthentik.io/install-config/configuration/
 */
export function shared({ site, lab, secrets }: Own, { db, mail, cache }: Neighbours, signOn: string): Variables {
  const proxy = inRole(lab, "proxy")?.machine.address;
  return {
    AUTHENTIK_SECRET_KEY: secrets.key,
    AUTHENTIK_POSTGRESQL__HOST: db.host,
    AUTHENTIK_POSTGRESQL__PORT: db.port,
    AUTHENTIK_POSTGRESQL__NAME: db.database,
    AUTHENTIK_POSTGRESQL__USER: db.user,
    AUTHENTIK_POSTGRESQL__PASSWORD: db.password,
    AUTHENTIK_POSTGRESQL__SSLMODE: "verify-full",
    AUTHENTIK_POSTGRESQL__SSLROOTCERT: caInContainer,
    ...(cache !== undefined && {
      AUTHENTIK_REDIS__HOST: cache.host,
      AUTHENTIK_REDIS__PORT: cache.port,
      AUTHENTIK_REDIS__DB: cache.number,
      AUTHENTIK_REDIS__USERNAME: cache.user,
      AUTHENTIK_REDIS__PASSWORD: cache.password,
    }),
    ...(mail !== undefined && {
      AUTHENTIK_EMAIL__HOST: mail.host,
      AUTHENTIK_EMAIL__PORT: mail.port,
      // The relay replaces it with its own sender.
      AUTHENTIK_EMAIL__FROM: `authentik@${site.domain}`,
    }),
    AUTHENTIK_WEB__BASE_URL: signOn,
    // Proxies that Authentik trusts about a caller's address. Its own parts call over the loopback.
    AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS: ["127.0.0.0/8", ...(proxy === undefined ? [] : [`${proxy}/32`])].join(","),
    AUTHENTIK_WEB__WORKERS: 2,
    AUTHENTIK_WORKER__PROCESSES: 1,
    AUTHENTIK_WORKER__THREADS: 2,
    // Seconds until wrong passwords are forgotten.
    AUTHENTIK_REPUTATION__EXPIRY: 3600,
    AUTHENTIK_DISABLE_UPDATE_CHECK: "true",
    AUTHENTIK_DISABLE_STARTUP_ANALYTICS: "true",
    AUTHENTIK_ERROR_REPORTING__ENABLED: "false",
    // There is no container engine here in which it could start outposts.
    AUTHENTIK_OUTPOSTS__DISCOVER: "false",
    AUTHENTIK_LOG_LEVEL: "info",
  };
}

/** Ports of the server; the proxy calls the first one, and the others are reachable only on this guest. */
export const serverListens = ({ service: { ports } }: Context): Variables => ({
  AUTHENTIK_LISTEN__HTTP: `0.0.0.0:${portOf(ports, "http")}`,
  AUTHENTIK_LISTEN__HTTPS: `127.0.0.1:${portOf(ports, "https")}`,
  AUTHENTIK_LISTEN__METRICS: `127.0.0.1:${portOf(ports, "metrics")}`,
});

/**
 * The worker shares the guest's network with the server. It creates Authentik's administrator at the very first start.
 */
export const workerOnly = ({ site, service: { ports }, secrets }: Own): Variables => ({
  AUTHENTIK_LISTEN__HTTP: `127.0.0.1:${portOf(ports, "workerHttp")}`,
  AUTHENTIK_LISTEN__METRICS: `127.0.0.1:${portOf(ports, "workerMetrics")}`,
  AUTHENTIK_BOOTSTRAP_EMAIL: site.people[site.owner]?.email ?? "",
  AUTHENTIK_BOOTSTRAP_PASSWORD: secrets.password,
  AUTHENTIK_BOOTSTRAP_TOKEN: secrets.token,
});
