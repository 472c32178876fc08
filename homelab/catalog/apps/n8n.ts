import { keyedApi, notify, postgres, proxmox, redis, s3, webApi } from "../../contracts";
import { external, forward, generated, optional, service, tcp, type Connected, type Container } from "../../model";
import type { Site } from "../../site";
import { images } from "../../versions";
import { guests } from "../guests";
import { byNode, byWget, internalCa, publicHost, secretFile, unprivileged } from "../support/containers";
import { telegramBotToken } from "../support/secrets";

const port = 5678;
/** Port on which the worker gives code to its task runners. */
const broker = 5679;

const uses = {
  db: postgres.database("n8n"),
  queue: redis.database(1),
  // Workflows store files there; n8n needs a paid licence to store its own binary data in S3.
  files: s3.bucket("n8n", "read-write"),
  // What people may query or control through Telegram.
  alerts: optional(webApi.of("alertmanager")),
  metrics: optional(webApi.of("prometheus")),
  logs: optional(webApi.of("loki")),
  containers: optional(keyedApi.issuedBy("portainer")),
  deployments: optional(keyedApi.issuedBy("coolify")),
  guests: optional(proxmox.api("operate")),
};

const secrets = {
  key: generated("n8n", "encryption-key", "key with which n8n encrypts its credentials", {
    keep: "n8n could no longer read its credentials.",
  }),
  runners: generated("n8n", "runners-token", "token with which n8n's task runners call it"),
  // These two become credentials inside n8n; only n8n passes them to workflows.
  openai: external(
    "openai",
    "api_key",
    "key with which n8n has OpenAI summarize alerts and interpret questions",
    "Make one at https://platform.openai.com/api-keys.",
    { optional: true },
  ),
  telegram: telegramBotToken,
};

/**
 * Runs in queue mode: the main process receives webhooks and serves the editor, and the worker runs workflows. Code in
 * workflows runs in a third container, which has neither the database nor the secrets of the others.
 */
export const n8n = service({
  name: "n8n",
  title: "n8n",
  description:
    "Automation: takes every notification, summarizes it, sends it to Telegram and acts on people's replies.",
  on: guests.docker,
  app: { subnet: 1 },
  ports: {
    http: tcp(port),
    worker: tcp(5681, { container: port, local: true }),
    broker: tcp(broker, { local: true }),
    runners: tcp(5680, { local: true }),
  },
  provides: [notify.contract, webApi.contract],
  uses,
  web: {
    subdomain: "n8n",
    // n8n needs a paid licence to sign people on by OpenID Connect.
    signOn: forward(),
    // Callers from outside have no session: each webhook requires a token, and the last path verifies the OAuth2 state.
    open: ["/webhook/", "/webhook-waiting/", "/rest/oauth2-credential/"],
    groups: ["admins"],
  },
  secrets,
  operations: {
    metrics: [{ port: "http" }, { port: "worker" }],
    logs: { source: "docker" },
    health: { port: "http", path: "/healthz/readiness", startSeconds: 300 },
    alerts: [
      {
        name: "AutomationStalls",
        expr: "max(n8n_scaling_mode_queue_jobs_waiting) > 20",
        for: "10m",
        severity: "critical",
        summary: "{{ $value }} executions wait in n8n's queue: its worker cannot keep up, and notifications are late.",
      },
      {
        name: "AutomationFails",
        expr: "sum(increase(n8n_scaling_mode_queue_jobs_failed[30m])) > 5",
        for: "0m",
        severity: "warning",
        summary: "{{ $value | humanize }} executions of n8n have failed within half an hour.",
      },
    ],
    backup: { paths: ["/opt/docker/n8n"], dump: "n8n" },
    uptime: { port: "http", path: "/healthz" },
    tile: { group: "Automation", icon: "n8n", description: "Workflows and notifications" },
  },
  render: ({ site, uses: connected }) => ({
    containers: [main(site, connected), worker(site, connected), runners(site)],
  }),
});

type Settings = Connected<typeof uses>;

/** Settings that main process and worker share. n8n itself reads the file that a variable `<NAME>_FILE` names. */
function shared(site: Site, { db, queue }: Settings) {
  const url = `https://${publicHost(site, "n8n")}/`;
  return {
    ...unprivileged,
    image: images.n8n,
    env: {
      TZ: site.timezone,
      GENERIC_TIMEZONE: site.timezone,
      N8N_HOST: publicHost(site, "n8n"),
      N8N_PROTOCOL: "https",
      N8N_EDITOR_BASE_URL: url,
      WEBHOOK_URL: url,
      N8N_PROXY_HOPS: "1",
      N8N_DIAGNOSTICS_ENABLED: "false",
      N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
      N8N_LOG_FORMAT: "json",
      N8N_METRICS: "true",
      N8N_METRICS_INCLUDE_QUEUE_METRICS: "true",
      N8N_ENCRYPTION_KEY_FILE: secretFile("encryption-key"),
      NODE_EXTRA_CA_CERTS: internalCa.path,
      DB_TYPE: "postgresdb",
      DB_POSTGRESDB_HOST: db.host,
      DB_POSTGRESDB_PORT: String(db.port),
      DB_POSTGRESDB_DATABASE: db.database,
      DB_POSTGRESDB_USER: db.user,
      DB_POSTGRESDB_PASSWORD_FILE: secretFile("postgres-password"),
      DB_POSTGRESDB_SSL_ENABLED: "true",
      DB_POSTGRESDB_SSL_CA_FILE: internalCa.path,
      EXECUTIONS_MODE: "queue",
      EXECUTIONS_DATA_MAX_AGE: String(14 * 24),
      OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: "true",
      QUEUE_BULL_REDIS_HOST: queue.host,
      QUEUE_BULL_REDIS_PORT: String(queue.port),
      QUEUE_BULL_REDIS_DB: String(queue.number),
      QUEUE_BULL_REDIS_USERNAME: queue.user,
      QUEUE_BULL_REDIS_PASSWORD_FILE: secretFile("redis-password"),
      // n8n appends a colon to both; Redis admits no key without our prefix.
      QUEUE_BULL_PREFIX: queue.prefix.replace(/:$/, ""),
      N8N_REDIS_KEY_PREFIX: queue.prefix.replace(/:$/, ""),
      N8N_RUNNERS_MODE: "external",
      N8N_RUNNERS_AUTH_TOKEN_FILE: secretFile("runners-token"),
    },
    secrets: {
      "encryption-key": secrets.key,
      "postgres-password": db.password,
      "redis-password": queue.password,
      "runners-token": secrets.runners,
    },
    memoryMiB: 1024,
    // It gives running executions 30 s to finish.
    stopSeconds: 45,
  };
}

function main(site: Site, settings: Settings): Container {
  return {
    ...shared(site, settings),
    name: "n8n",
    ports: ["http"],
    mounts: [{ kind: "state", from: "main", to: "/home/node/.n8n" }, internalCa.mount],
    health: byNode(port, "/healthz", { startSeconds: 300 }),
    cpus: 2,
  };
}

function worker(site: Site, settings: Settings): Container {
  const base = shared(site, settings);
  return {
    ...base,
    name: "n8n-worker",
    command: ["worker", "--concurrency=5"],
    env: { ...base.env, QUEUE_HEALTH_CHECK_ACTIVE: "true", N8N_RUNNERS_BROKER_LISTEN_ADDRESS: "0.0.0.0" },
    ports: ["worker", "broker"],
    mounts: [{ kind: "state", from: "worker", to: "/home/node/.n8n" }, internalCa.mount],
    health: byNode(port, "/healthz", { startSeconds: 300 }),
    cpus: 2,
  };
}

function runners(site: Site): Container {
  return {
    ...unprivileged,
    name: "n8n-runners",
    image: images.n8nRunners,
    env: {
      TZ: site.timezone,
      GENERIC_TIMEZONE: site.timezone,
      N8N_RUNNERS_TASK_BROKER_URI: `http://n8n-worker:${broker}`,
      N8N_RUNNERS_AUTH_TOKEN_FILE: secretFile("runners-token"),
    },
    secrets: { "runners-token": secrets.runners },
    ports: ["runners"],
    health: byWget(5680, "/healthz"),
    memoryMiB: 512,
    cpus: 2,
  };
}
