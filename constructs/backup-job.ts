import { Construct } from "constructs";
import { BackupJob as ProxmoxBackupJob } from "../.gen/providers/proxmox/backup-job";
import type { BackupRetention } from "./datastore";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface BackupJobProps {
  /** Name in Proxmox VE. */
  readonly id: string;
  /** Calendar event, for example `02:30` or `sat 03:00`. */
  readonly schedule: string;
  readonly storage: string;
  /** Every member of this pool is backed up; a list of VMIDs would outlive its guests. */
  readonly pool: string;
  readonly retention: BackupRetention;
  /** Datastore for guest writes while a slow target lags behind; without it the guests' disks wait. @default none */
  readonly fleecing?: string;
}

/** Whole-guest backups by vzdump, from a snapshot of the running guest. */
export class BackupJob extends Construct {
  constructor(scope: Construct, key: string, props: BackupJobProps) {
    super(scope, `backup-job:${key}`);
    requireProxmox(this);
    new ProxmoxBackupJob(this, "job", {
      id: props.id,
      enabled: true,
      schedule: props.schedule,
      storage: props.storage,
      pool: props.pool,
      all: false,
      mode: "snapshot",
      compress: "zstd",
      pruneBackups: prune(props.retention),
      ...(props.fleecing !== undefined && { fleecing: { enabled: true, storage: props.fleecing } }),
      // Proxmox VE fills them in.
      notesTemplate: "{{guestname}} ({{vmid}})",
      // A homelab is off at times, so a missed backup runs later.
      repeatMissed: true,
    }).overrideLogicalId(logicalId(key));
  }
}

function prune({ keepLast, keepDaily, keepWeekly, keepMonthly }: BackupRetention): Record<string, string> {
  const kept = {
    "keep-last": keepLast,
    "keep-daily": keepDaily,
    "keep-weekly": keepWeekly,
    "keep-monthly": keepMonthly,
  };
  const pairs = Object.entries(kept).flatMap(([rule, count]) => (count === undefined ? [] : [[rule, String(count)]]));
  return pairs.length === 0 ? { "keep-all": "1" } : (Object.fromEntries(pairs) as Record<string, string>);
}
