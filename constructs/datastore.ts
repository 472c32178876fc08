import { Construct } from "constructs";
import { StorageNfs } from "../.gen/providers/proxmox/storage-nfs";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

/** What a datastore may contain. */
export type DatastoreContent = "backup" | "images" | "import" | "iso" | "rootdir" | "snippets" | "vztmpl";

/**
 * How many backups of each guest the datastore keeps when the backup job does not specify it; all without any number.
 */
export interface BackupRetention {
  readonly keepLast?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
}

export interface NfsDatastoreProps {
  /** Name in Proxmox VE. */
  readonly id: string;
  /**
   * Nodes that have it; without them, every plan shows a change.
   *
   * @see https://github.com/bpg/terraform-provider-proxmox/issues/2463
   */
  readonly nodes: readonly string[];
  readonly content: readonly DatastoreContent[];
  /** @default all backups are kept */
  readonly retention?: BackupRetention;
  /** Address of the server. */
  readonly server: string;
  /** Exported path. */
  readonly export: string;
}

/** An NFS export. */
export class NfsDatastore extends Construct {
  constructor(scope: Construct, key: string, props: NfsDatastoreProps) {
    super(scope, `nfs-datastore:${key}`);
    requireProxmox(this);
    new StorageNfs(this, "storage", {
      id: props.id,
      nodes: props.nodes.toSorted(),
      content: props.content.toSorted(),
      disable: false,
      backups: backups(props.retention),
      server: props.server,
      export: props.export,
      // With `soft`, a host continues to work when its file server is down.
      options: "vers=4.1,soft,timeo=100,retrans=3",
    }).overrideLogicalId(logicalId(key));
  }
}

function backups(retention: BackupRetention = {}) {
  const numbers = Object.values(retention).filter((kept) => kept !== undefined);
  return numbers.length === 0 ? { keepAll: true } : { keepAll: false, ...retention };
}
