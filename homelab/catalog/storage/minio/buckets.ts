/** A bucket. Clients request one of its folders, a path below one, or the whole bucket. */
export interface Bucket {
  readonly name: string;
  readonly purpose: string;
  /** Key prefixes without a final slash. */
  readonly folders: readonly string[];
  readonly quotaGiB: number;
  /** How many days replaced and deleted versions are kept; if absent, the bucket is not versioned. */
  readonly versionDays?: number;
  /** Days after which an object expires; if absent, it never does. */
  readonly expireDays?: number;
}

/** The quotas leave some of the guest's 50 GiB for the system. */
export const buckets: readonly Bucket[] = [
  {
    name: "backups",
    purpose: "dumps of databases and configuration; the backup job prunes them and always keeps the last good one",
    folders: ["postgres", "mongodb", "redis", "docker-configs"],
    quotaGiB: 12,
    versionDays: 14,
  },
  {
    name: "uploads",
    purpose: "files that people upload to web applications",
    folders: ["user-avatars", "documents"],
    quotaGiB: 10,
    versionDays: 30,
  },
  {
    name: "artifacts",
    purpose: "results of builds",
    folders: ["github-actions", "coolify-builds"],
    quotaGiB: 4,
    expireDays: 30,
  },
  {
    name: "logs",
    purpose: "Loki's chunks and index, which Loki itself deletes; the expiry only removes what Loki has missed",
    folders: ["archived"],
    quotaGiB: 10,
    expireDays: 120,
  },
  { name: "n8n", purpose: "files of n8n's workflows", folders: [], quotaGiB: 2, versionDays: 7 },
  { name: "cache", purpose: "layers of image builds", folders: ["docker-layers"], quotaGiB: 4, expireDays: 14 },
];
