import { notify, redis as contract, s3 } from "../../contracts";
import { generated, offer, optional, service, tcp } from "../../model";
import { guests } from "../guests";
import { redisServer } from "./redis/render";

/** Users that the server needs, and names of its secrets in the vault. */
const reserved = new Set(["default", "exporter", "password"]);

/**
 * The append-only file survives a crash, but not a lost disk. A backup includes the dump, because it is small, and
 * sessions and caches may contain the only copy of their data. A restore omits n8n's queue, whose jobs are done by
 * then.
 */
export const redis = service({
  name: "redis",
  title: "Redis",
  description:
    "Caches, sessions and queues in numbered databases; each application has a separate user and key prefix.",
  on: guests.redis,
  ports: { redis: tcp(6379) },
  provides: [
    offer(contract.contract, {
      refuse: (_, client) =>
        reserved.has(client)
          ? { message: `Redis reserves the user name ${client}.`, fix: "Give the service another name." }
          : undefined,
    }),
  ],
  uses: { backups: s3.bucket("backups", "put-only", "redis"), notify: optional(notify.channel("backup")) },
  secrets: {
    admin: generated("redis", "password", "password of the Redis user default, which may do everything"),
    exporter: generated("redis", "exporter", "password of the user that reads Redis' statistics"),
  },
  // Saving to disk forks, and the copy needs memory only for pages that change meanwhile (redis.io, administration).
  kernel: { sysctl: { "vm.overcommit_memory": 1 } },
  operations: {
    metrics: { exporter: "redis" },
    logs: { source: "journal", units: ["redis-server.service"] },
    health: { port: "redis" },
    alerts: [
      {
        name: "RedisDown",
        expr: "redis_up == 0",
        for: "2m",
        severity: "critical",
        summary: "Redis on {{ $labels.instance }} refuses the exporter.",
      },
      {
        name: "RedisMemoryFull",
        // Queues must never lose keys, so a full server refuses writes instead of evicting.
        expr: "redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9",
        for: "10m",
        severity: "critical",
        summary: "Redis uses {{ $value | humanizePercentage }} of its memory and is about to refuse writes.",
      },
      {
        name: "RedisNotSaved",
        expr: "redis_rdb_last_bgsave_status == 0 or redis_aof_last_write_status == 0",
        for: "5m",
        severity: "critical",
        summary: "Redis cannot write to its disk: a restart would lose its data.",
      },
    ],
    backup: { paths: [], dump: "redis" },
    uptime: { port: "redis" },
    tile: { group: "Data", icon: "redis", description: "Caches and queues" },
  },
  render: redisServer,
});
