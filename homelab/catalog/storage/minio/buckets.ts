/** A bucket: clients ask for one of its folders, for something below one, or for the whole. */
export interface Bucket {
  readonly name: string;
  readonly purpose: string;
  /** Key prefixes without a slash at their end. */
  readonly folders: readonly string[];
  readonly quotaGiB: number;
  /** Days that replaced and deleted versions are kept; without it nothing is versioned. */
  readonly versionDays?: number;
  /** Days after which an object goes by itself; without it, never. */
  readonly expireDays?: number;
}

/** The quotas leave the guest's 50 GiB some room for the system. */
export const buckets: readonly Bucket[] = [
  {
    name: "backups",
    purpose: "dumps of databases and configuration; pruned by their own job, which never takes the last good one",
    folders: ["postgres", "mongodb", "redis", "docker-configs"],
    quotaGiB: 12,
    versionDays: 14,
  },
  {
    name: "uploads",
    purpose: "files that people give to web applications",
    folders: ["user-avatars", "documents"],
    quotaGiB: 10,
    versionDays: 30,
  },
  {
    name: "artifacts",
    purpose: "what builds leave behind",
    folders: ["github-actions", "coolify-builds"],
    quotaGiB: 4,
    expireDays: 30,
  },
  {
    name: "logs",
    purpose: "Loki's chunks and index, which Loki itself deletes; the expiry only removes what it has forgotten",
    folders: ["archived"],
    quotaGiB: 10,
    expireDays: 120,
  },
  { name: "n8n", purpose: "files of n8n's workflows", folders: [], quotaGiB: 2, versionDays: 7 },
  { name: "cache", purpose: "layers of image builds", folders: ["docker-layers"], quotaGiB: 4, expireDays: 14 },
];
