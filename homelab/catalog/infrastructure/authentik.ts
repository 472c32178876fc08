import { postgres, redis, smtp, webApi } from "../../contracts";
import { generated, open, optional, service, tcp, type Use } from "../../model";
import { versions } from "../../versions";
import { guests } from "../guests";
import { podmanKernel } from "../support/kernel";
import { authentikServer } from "./authentik/render";

/** First release that keeps cache, tasks and sessions in PostgreSQL instead of Redis (release notes of 2025.10). */
const withoutRedis = [2025, 10] as const;

/**
 * Redis database 0 is reserved for Authentik; versions that need Redis use it. `version` is `<year>.<month>[.<patch>]`.
 */
export function sessionCache(version: string): { readonly cache?: Use<redis.RedisSettings, false> } {
  const [year = 0, month = 0] = version.split(".").map(Number);
  const older = year < withoutRedis[0] || (year === withoutRedis[0] && month < withoutRedis[1]);
  return older ? { cache: redis.database(0) } : {};
}

export const authentik = service({
  name: "authentik",
  title: "Authentik",
  description: "Single sign-on: one account for each person, and rules for who may use which application.",
  on: guests.authentik,
  ports: {
    http: tcp(9000),
    https: tcp(9443, { tls: true, local: true }),
    metrics: tcp(9300, { local: true }),
    // The worker shares the guest's network, so its ports follow those of the server.
    workerHttp: tcp(9001, { local: true }),
    workerMetrics: tcp(9301, { local: true }),
  },
  provides: [webApi.contract],
  uses: {
    db: postgres.database("authentik"),
    mail: optional(smtp.relay()),
    ...sessionCache(versions.authentik),
  },
  // People who add a device to the VPN from outside sign on first.
  web: { subdomain: "auth", signOn: open("it is the sign-on itself"), public: "where-possible" },
  secrets: {
    key: generated("authentik", "secret-key", "key with which Authentik signs cookies", { length: 60 }),
    password: generated("authentik", "bootstrap-password", "first password of Authentik's administrator akadmin"),
    token: generated("authentik", "bootstrap-token", "token with which the homelab configures Authentik", {
      length: 60,
    }),
  },
  kernel: podmanKernel,
  operations: {
    metrics: [{ port: "metrics" }, { port: "workerMetrics" }],
    logs: {
      source: "journal",
      units: ["authentik-server.service", "authentik-worker.service", "homelab-authentik.service"],
    },
    // The first start migrates the database.
    health: { port: "http", path: "/-/health/ready/", startSeconds: 300 },
    alerts: [
      {
        name: "SignOnTasksFail",
        expr: "sum by (actor_name) (increase(authentik_tasks_errors_total[1h])) > 5",
        for: "30m",
        severity: "warning",
        summary: "Authentik's task {{ $labels.actor_name }} keeps failing.",
      },
      {
        name: "SignOnOutpostSilent",
        expr: "time() - max by (outpost) (authentik_outposts_last_update) > 900",
        for: "10m",
        severity: "warning",
        summary: "Authentik has not heard from its outpost {{ $labels.outpost }} for {{ $value | humanizeDuration }}.",
      },
    ],
    // The guest of PostgreSQL dumps its database.
    backup: { paths: ["/var/lib/authentik"] },
    uptime: { port: "http", path: "/-/health/live/" },
    tile: { group: "Infrastructure", icon: "authentik", description: "Single sign-on" },
  },
  render: (context) => authentikServer(context, context.uses),
});
