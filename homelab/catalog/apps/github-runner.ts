import { keyedApi, mongodb, postgres, redis, s3 } from "../../contracts";
import { external, none, optional, service, type Connected, type Container } from "../../model";
import type { Site } from "../../site";
import { images } from "../../versions";
import { guests } from "../guests";
import { internalCa, readingSecrets } from "../support/containers";

const uses = {
  postgres: postgres.database("ci"),
  mongodb: mongodb.database("ci"),
  redis: redis.database(4),
  artifacts: s3.bucket("artifacts", "read-write", "github-actions"),
  layers: s3.bucket("cache", "read-write", "docker-layers"),
  // A successful job may deploy what it built.
  containers: optional(keyedApi.issuedBy("portainer")),
  deployments: optional(keyedApi.issuedBy("coolify")),
};

const secrets = {
  // Not a secret, but it is stored beside the token, because the two must match.
  repository: external(
    "github",
    "runner-repository",
    "URL of the repository that the runner works for",
    "Write https://github.com/<owner>/<repository>.",
  ),
  token: external(
    "github",
    "runner-token",
    "token with which the runner registers itself",
    "Make a fine-grained token with Administration (read and write) for that repository alone, at https://github.com/settings/tokens.",
  ),
};

/** Volume for the data of the jobs' own engine and for its socket. */
const engine = {
  volume: "github-runner-engine",
  here: "/home/rootless/.local/share/docker",
  there: "/engine",
} as const;
/** At the same path in both containers: the engine mounts a job's files by the path that the job passes. */
const work = { kind: "cache", volume: "github-runner-work", to: "/_work" } as const;

/** It has no port, and its image does not guarantee `pgrep`. */
const listening = ["bash", "-c", "grep -qs Runner.Listener /proc/[0-9]*/comm"];

/**
 * Jobs use a separate Docker engine instead of the machine's: a job with the machine's socket would be root there, and
 * could read the secrets of every app. The separate engine is rootless, so even a privileged container of a job is an
 * ordinary user to the machine. Jobs that run in a container (`container:`) do not work, because their tools are in the
 * runner.
 *
 * Each registration is valid for one job. A job can read the runner's token, so the token has few permissions. Use only
 * private repositories: with a public one, anybody who opens a pull request could run a job here.
 */
export const githubRunner = service({
  name: "github-runner",
  title: "GitHub Actions runner",
  description: "Runs GitHub Actions jobs at home, with separate databases and object storage for their tests.",
  on: guests.docker,
  app: { subnet: 3 },
  uses,
  secrets,
  operations: {
    metrics: none("it has none; GitHub shows the results of jobs"),
    logs: { source: "docker" },
    health: { command: ["docker", "exec", "github-runner", ...listening] },
    alerts: none("GitHub sends mail about jobs that fail or find no runner"),
    backup: none("it keeps only a cache between jobs"),
    uptime: none("it has no port; it asks GitHub for jobs"),
    tile: none("GitHub shows its jobs"),
  },
  render: ({ site, uses: connected }) => ({ containers: [runner(site, connected), rootless(site)] }),
});

function runner(site: Site, connected: Connected<typeof uses>): Container {
  const files = {
    REPO_URL: "repository",
    ACCESS_TOKEN: "token",
    PGPASSWORD: "postgres-password",
    MONGODB_PASSWORD: "mongodb-password",
    REDIS_PASSWORD: "redis-password",
    AWS_SECRET_ACCESS_KEY: "s3-secret-key",
  };
  return {
    name: "github-runner",
    image: images.githubRunner,
    entrypoint: readingSecrets(files, ["/entrypoint.sh", "./bin/Runner.Listener", "run", "--startuptype", "service"]),
    env: {
      TZ: site.timezone,
      RUNNER_SCOPE: "repo",
      RUNNER_NAME: "homelab",
      RUNNER_WORKDIR: work.to,
      LABELS: "homelab",
      EPHEMERAL: "1",
      // The image is pinned; a runner that updates itself would do so again after every job.
      DISABLE_AUTO_UPDATE: "1",
      UNSET_CONFIG_VARS: "true",
      DOCKER_HOST: `unix://${engine.there}/docker.sock`,
      NODE_EXTRA_CA_CERTS: internalCa.path,
      ...jobEnvironment(connected),
    },
    secrets: {
      repository: secrets.repository,
      token: secrets.token,
      "postgres-password": connected.postgres.password,
      "mongodb-password": connected.mongodb.password,
      "redis-password": connected.redis.password,
      "s3-secret-key": connected.artifacts.secretKey,
    },
    mounts: [work, { kind: "cache", volume: engine.volume, to: engine.there }, internalCa.mount],
    health: { test: listening, startSeconds: 120 },
    memoryMiB: 2048,
    cpus: 4,
    // Jobs call `sudo`. It refuses to run with no-new-privileges, even though the user is root already.
    noNewPrivileges: false,
    // It deregisters itself at GitHub.
    stopSeconds: 60,
  };
}

/** Environment of jobs. The variables have the names that common clients read, where such names exist. */
function jobEnvironment({ postgres: pg, mongodb: mongo, redis: cache, artifacts, layers }: Connected<typeof uses>) {
  return {
    PGHOST: pg.host,
    PGPORT: String(pg.port),
    PGDATABASE: pg.database,
    PGUSER: pg.user,
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: internalCa.path,
    MONGODB_HOST: mongo.host,
    MONGODB_PORT: String(mongo.port),
    MONGODB_DATABASE: mongo.database,
    MONGODB_USER: mongo.user,
    ...(mongo.tls && { MONGODB_TLS_CA: internalCa.path }),
    REDIS_HOST: cache.host,
    REDIS_PORT: String(cache.port),
    REDIS_DATABASE: String(cache.number),
    REDIS_USER: cache.user,
    REDIS_PREFIX: cache.prefix,
    AWS_ENDPOINT_URL: artifacts.endpoint,
    AWS_REGION: artifacts.region,
    AWS_CA_BUNDLE: internalCa.path,
    AWS_ACCESS_KEY_ID: artifacts.accessKey,
    S3_ARTIFACTS: `${artifacts.bucket}/${artifacts.prefix}`,
    S3_LAYERS: `${layers.bucket}/${layers.prefix}`,
  };
}

const rootless = (site: Site): Container => ({
  name: "github-runner-engine",
  image: images.dockerRootless,
  // Given explicitly, so that it listens only on this socket and on no TCP port.
  command: ["dockerd", `--host=unix://${engine.here}/docker.sock`],
  env: { TZ: site.timezone },
  mounts: [{ kind: "cache", volume: engine.volume, to: engine.here }, work],
  health: { test: ["docker", "--host", `unix://${engine.here}/docker.sock`, "info"] },
  memoryMiB: 3072,
  cpus: 4,
  // It creates a user namespace and mounts inside it; its processes still belong to user 1000.
  privileged: true,
  noNewPrivileges: false,
});
