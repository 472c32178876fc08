import { nfs, smtp, webApi } from "../../contracts";
import { none, offer, optional, own, service, tcp, udp, type Refusal } from "../../model";
import { guests } from "../guests";

/** A shared folder of the NAS, directly below /volume1. */
export interface NasFolder {
  readonly name: string;
  readonly purpose: string;
  /** Folders inside it, as paths. */
  readonly folders: readonly string[];
}

/** Decision #10. Downloads lie beside the library that they move into, so that an import is a hard link and no copy. */
export const nasFolders: readonly NasFolder[] = [
  {
    name: "media",
    purpose: "library of the media apps, and what they download",
    folders: ["movies", "tv", "music", "books", "downloads/complete", "downloads/incomplete"],
  },
  {
    name: "backups",
    purpose: "copies of databases, of containers' configuration and of whole guests",
    folders: ["databases/postgres", "databases/mongodb", "databases/redis", "docker-configs", "proxmox-dumps"],
  },
  { name: "docker", purpose: "bulk files of containers that are not media", folders: [] },
  { name: "iso", purpose: "installation images for Proxmox VE", folders: [] },
];

export const nas = service({
  name: "nas",
  title: "NAS (Xpenology DSM)",
  description: "Bulk storage: NFS for the homelab, SMB for the household, DSM to manage it.",
  on: guests.nas,
  ports: {
    // Operators on the LAN have no route to it behind a NAT: they tunnel through the host.
    http: tcp(5000, { zones: ["operators", "hosts"] }),
    https: tcp(5001, { tls: true, zones: ["operators", "hosts"] }),
    nfs: tcp(2049),
    // Proxmox VE asks it whether the NFS server lives, and waits ten seconds for an answer.
    rpcbind: tcp(111, { zones: ["hosts"] }),
    rpcbindUdp: udp(111, { zones: ["hosts"] }),
    smb: tcp(445, { zones: ["household"] }),
    ssh: tcp(22, { zones: ["operators", "hosts"] }),
  },
  provides: [offer(nfs.contract, { refuse: ({ folder }) => unknownFolder(folder) }), webApi.contract],
  uses: { mail: optional(smtp.relay()) },
  web: {
    subdomain: "nas",
    signOn: own(
      "DSM keeps the accounts that SMB and NFS need, and knows foreign ones only from a directory it has joined",
    ),
  },
  operations: {
    metrics: none("DSM has no endpoint for Prometheus; its free space is seen where its folders are mounted"),
    logs: none("DSM keeps its log for itself and mails what matters"),
    health: { port: "http" },
    alerts: none("without metrics there is nothing to compare; Uptime Kuma and DSM's own mails remain"),
    backup: none("it is where backups go; its media are bulk, and a copy outside the house is restic's"),
    uptime: { port: "http" },
    tile: { group: "Infrastructure", icon: "synology-dsm", description: "Network storage" },
  },
});

function unknownFolder(folder: string): Refusal | undefined {
  const names = nasFolders.map(({ name }) => name);
  return names.includes(folder)
    ? undefined
    : { message: `the NAS has no shared folder ${folder}.`, fix: `Use one of ${names.join(", ")}.` };
}
