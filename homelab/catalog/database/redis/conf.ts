import { redis as contract } from "../../../contracts";
import { type Guest } from "../../../model";
import type { RedisUser } from "./users";
import { files } from "./files";

/**
 * Memory for data, in MiB. The rest is for pages that change while a fork writes the snapshot or rewrites the
 * append-only file, for clients' buffers, and for the system.
 */
export const maxMemoryMiB = (memoryMiB: number): number => Math.max(32, Math.floor(memoryMiB * 0.65));

/** The server's configuration. Settings that it does not name have Redis' defaults. */
export function serverConf(guest: Guest, port: number, users: readonly RedisUser[]): string {
  return `# Numbered databases and their users:
${numbers(users)}

bind 127.0.0.1 ${guest.address}
port ${port}
protected-mode yes
tcp-keepalive 60
timeout 0
maxclients 1000
aclfile ${files.users}
acllog-max-len 64

databases ${contract.databases}
maxmemory ${maxMemoryMiB(guest.memoryMiB)}mb
# A queue must never lose a key: a full server refuses writes.
maxmemory-policy noeviction

# Every write is on disk within a second. Snapshots are for dumps.
dir /var/lib/redis
appendonly yes
appendfsync everysec
aof-use-rdb-preamble yes
save 900 1 300 100
stop-writes-on-bgsave-error yes

daemonize no
supervised systemd
pidfile /run/redis/redis-server.pid
logfile ""
loglevel notice
slowlog-log-slower-than 10000
slowlog-max-len 256
latency-monitor-threshold 100
`;
}

function numbers(users: readonly RedisUser[]): string {
  return Array.from({ length: contract.databases }, (_, number) => {
    const owners = users.filter((user) => user.numbers.includes(number)).map(({ name }) => name);
    const reserved = contract.reserved[number];
    const whose = owners.length > 0 ? owners.join(", ") : reserved === undefined ? "free" : `reserved for ${reserved}`;
    return `# ${String(number).padStart(2)}  ${whose}`;
  }).join("\n");
}
