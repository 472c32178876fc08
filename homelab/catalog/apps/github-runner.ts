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
  // A job that has passed may roll out what it built.
  containers: optional(keyedApi.issuedBy("portainer")),
  deployments: optional(keyedApi.issuedBy("coolify")),
};

const secrets = {
  // No secret, but the two belong together, and whoever changes the one looks at the other.
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

/** Where the jobs' own engine keeps what it builds; its socket lies beside it. */
const engine = {
  volume: "github-runner-engine",
  here: "/home/rootless/.local/share/docker",
  there: "/engine",
} as const;
/** At the same path for both: the engine mounts a job's files by the path that the job knows. */
const work = { kind: "cache", volume: "github-runner-work", to: "/_work" } as const;

/** It listens on no port, and its image promises no `pgrep`. */
const listening = ["bash", "-c", "grep -qs Runner.Listener /proc/[0-9]*/comm"];

/**
 * Jobs get a Docker engine of their own and not the host's: whoever has the host's socket is root on the machine, and
 * reads the secrets of every app. This one is rootless, so that even a privileged container of a job is an ordinary user
 * to the machine. What it cannot do: jobs that run in a container (`container:`), because their tools lie in the runner.
 *
 * Each registration is good for one job. A job may read the runner's token, hence its narrow rights, and hence only
 * private repositories: whoever opens a pull request of a public one could run a job here.
 */
export const githubRunner = service({
  name: "github-runner",
  title: "GitHub Actions runner",
  description:
    "Runs the jobs of GitHub Actions at home, with databases and object storage of their own to test against.",
  on: guests.docker,
  app: { subnet: 3 },
  uses,
  secrets,
  operations: {
    metrics: none("it has none; GitHub tells how jobs went"),
    logs: { source: "docker" },
    health: { command: ["docker", "exec", "github-runner", ...listening] },
    alerts: none("GitHub mails about jobs that fail, or that no runner takes"),
    backup: none("it keeps nothing between two jobs but a cache"),
    uptime: none("it listens nowhere; it asks GitHub for work"),
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
      // The image is pinned; a runner that updates itself would begin anew after every job.
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
    // Jobs say `sudo`, which is root here already, and still refuses to run otherwise.
    noNewPrivileges: false,
    // It signs off at GitHub.
    stopSeconds: 60,
  };
}

/** What jobs find: the names that the usual clients read by themselves, where there are any. */
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
  // Named, so that it listens on this socket and on no TCP port.
  command: ["dockerd", `--host=unix://${engine.here}/docker.sock`],
  env: { TZ: site.timezone },
  mounts: [{ kind: "cache", volume: engine.volume, to: engine.here }, work],
  health: { test: ["docker", "--host", `unix://${engine.here}/docker.sock`, "info"] },
  memoryMiB: 3072,
  cpus: 4,
  // It makes a user namespace and mounts in it; its processes are those of user 1000 all the same.
  privileged: true,
  noNewPrivileges: false,
});
