import { pveAccess } from "../homelab/derive";
import { BackupJob } from "../constructs/backup-job";
import { NfsDatastore, type BackupRetention } from "../constructs/datastore";
import type { HomelabStack } from "../constructs/homelab-stack";
import type { Deployment } from "./deployment";

/** Backups that the NAS keeps (decision #12); PVE prunes after each run, but never the last good one. */
const onNas: BackupRetention = { keepDaily: 7, keepWeekly: 4, keepMonthly: 6 };

/** Backups that a datastore of the host keeps, which has no space for more. */
const onHost: BackupRetention = { keepLast: 1 };

/** Datastore of whole-guest backups on the NAS. */
const nasBackups = "nas-backups";

/**
 * Datastores on the NAS, when it exists, and the backups of whole guests. Before that, backups go to the datastore that
 * homelab.yaml names, or are not made: never silently onto the host's root file system.
 */
export function addStorage(stack: HomelabStack, { lab, get }: Deployment): void {
  const { nas, backup } = lab.site;
  const server = lab.machines.get("nas");
  const ready = nas.ready && server !== undefined;
  const nodes = Object.keys(lab.site.pve.nodes);
  const fleecing = Object.values(lab.site.pve.nodes)[0]?.datastores.disks.id;
  if (ready) {
    const exported = (folder: string): string => `/volume1/${folder}`;
    new NfsDatastore(stack, nasBackups, {
      id: nasBackups,
      nodes,
      server: server.address,
      export: exported("backups/proxmox-dumps"),
      content: ["backup"],
      retention: onNas,
    });
    new NfsDatastore(stack, "nas-iso", {
      id: "nas-iso",
      nodes,
      server: server.address,
      export: exported("iso"),
      content: ["iso"],
    });
  }
  const storage = ready ? nasBackups : backup.datastore;
  if (storage === undefined) return;
  new BackupJob(stack, "guests", {
    id: "homelab-guests",
    schedule: backup.guests,
    storage,
    pool: get(pveAccess).pool,
    retention: ready ? onNas : onHost,
    ...(ready && fleecing !== undefined && { fleecing }),
  });
}
