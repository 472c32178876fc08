import { Construct } from "constructs";
import { StorageDirectory } from "../.gen/providers/proxmox/storage-directory";
import { StorageNfs } from "../.gen/providers/proxmox/storage-nfs";
import { ImportBlock } from "./import-block";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

/** What a datastore may hold. */
export type DatastoreContent = "backup" | "images" | "import" | "iso" | "rootdir" | "snippets" | "vztmpl";

/** How many backups of each guest the datastore keeps when a backup job does not say; all of them without any number. */
export interface BackupRetention {
  readonly keepLast?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
}

interface DatastoreProps {
  /** Name in Proxmox VE. */
  readonly id: string;
  /** Nodes that have it: left out, the provider never settles (bpg/terraform-provider-proxmox#2463). */
  readonly nodes: readonly string[];
  readonly content: readonly DatastoreContent[];
  /** @default all backups are kept */
  readonly retention?: BackupRetention;
}

export interface DirectoryDatastoreProps extends DatastoreProps {
  /** Directory on the nodes. */
  readonly path: string;
  /** The directory is the same on all nodes. @default false */
  readonly shared?: boolean;
  /**
   * Proxmox VE has it already, as every installation has `local`: take it over, and never let a plan remove it.
   * @default false
   */
  readonly adopt?: boolean;
}

/** A directory of the nodes. */
export class DirectoryDatastore extends Construct {
  constructor(scope: Construct, key: string, props: DirectoryDatastoreProps) {
    super(scope, `directory-datastore:${key}`);
    requireProxmox(this);
    const storage = new StorageDirectory(this, "storage", {
      ...common(props),
      path: props.path,
      shared: props.shared ?? false,
      ...(props.adopt === true && { lifecycle: { preventDestroy: true } }),
    });
    storage.overrideLogicalId(logicalId(key));
    if (props.adopt === true) new ImportBlock(storage, props.id);
  }
}

export interface NfsDatastoreProps extends DatastoreProps {
  /** Address of the server. */
  readonly server: string;
  /** Exported path. */
  readonly export: string;
  /** Mount options. `soft` lets a host go on when its file server is down. @default "vers=4.1,soft,timeo=100,retrans=3" */
  readonly options?: string;
}

/** An NFS export. */
export class NfsDatastore extends Construct {
  constructor(scope: Construct, key: string, props: NfsDatastoreProps) {
    super(scope, `nfs-datastore:${key}`);
    requireProxmox(this);
    new StorageNfs(this, "storage", {
      ...common(props),
      server: props.server,
      export: props.export,
      options: props.options ?? "vers=4.1,soft,timeo=100,retrans=3",
    }).overrideLogicalId(logicalId(key));
  }
}

function common({ id, nodes, content, retention }: DatastoreProps) {
  const numbers = Object.values(retention ?? {}).filter((kept) => kept !== undefined);
  return {
    id,
    nodes: nodes.toSorted(),
    content: content.toSorted(),
    disable: false,
    backups: numbers.length === 0 ? { keepAll: true } : { keepAll: false, ...retention },
  };
}
