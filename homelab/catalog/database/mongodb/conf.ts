import { stringify } from "yaml";
import { caFile, type Guest } from "../../../model";
import { files } from "./files";

/**
 * WiredTiger's own cache in GB, to a tenth. Left alone, it reckons with half of what it takes for the guest's memory, which
 * in a container may be that of the host. Connections and the kernel's cache of files need the rest.
 */
export const cacheGB = (memoryMiB: number): number => Math.max(0.3, Math.round((memoryMiB / 1024) * 4) / 10);

/** The server's own file. It logs to the journal, having no other place. */
export function serverConf(guest: Guest, port: number): string {
  return stringify({
    storage: {
      dbPath: "/var/lib/mongodb",
      wiredTiger: { engineConfig: { cacheSizeGB: cacheGB(guest.memoryMiB) } },
    },
    net: {
      port,
      bindIp: `127.0.0.1,${guest.address}`,
      maxIncomingConnections: 1000,
      tls: {
        mode: "requireTLS",
        certificateKeyFile: files.leaf,
        CAFile: caFile,
        allowConnectionsWithoutCertificates: true,
        disabledProtocols: "TLS1_0,TLS1_1",
      },
    },
    security: { authorization: "enabled" },
    setParameter: { authenticationMechanisms: "SCRAM-SHA-256" },
    operationProfiling: { slowOpThresholdMs: 500 },
    processManagement: { timeZoneInfo: "/usr/share/zoneinfo" },
  });
}
