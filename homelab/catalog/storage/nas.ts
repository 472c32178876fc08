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

/** Decision #10. Downloads are in the same folder as the library, so that an import makes a hard link, not a copy. */
export const nasFolders: readonly NasFolder[] = [
  {
    name: "media",
    purpose: "library and downloads of the media apps",
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
    // Behind NAT, operators on the LAN have no route to it: they tunnel through the host.
    http: tcp(5000, { zones: ["operators", "hosts"] }),
    https: tcp(5001, { tls: true, zones: ["operators", "hosts"] }),
    nfs: tcp(2049),
    // Proxmox VE queries it to see whether the NFS server is up, and waits ten seconds for an answer.
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
      "DSM has the accounts that SMB and NFS need, and accepts others only from a directory that it has joined",
    ),
  },
  operations: {
    metrics: none("DSM has no endpoint for Prometheus; machines that mount its folders report their free space"),
    logs: none("DSM does not forward its log, and mails what matters"),
    health: { port: "http" },
    alerts: none("without metrics there is nothing to compare; Uptime Kuma and DSM's own mails remain"),
    backup: none("it stores the backups; its media are bulk data, and restic makes the copy outside the house"),
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
