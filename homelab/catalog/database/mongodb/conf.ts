import { stringify } from "yaml";
import { caFile, type Guest } from "../../../model";
import { files } from "./files";

/**
 * WiredTiger's cache in GB, to a tenth. By default it takes half of the memory that it detects, which in a container
 * may be the host's. Connections and the kernel's page cache need the rest.
 */
export const cacheGB = (memoryMiB: number): number => Math.max(0.3, Math.round((memoryMiB / 1024) * 4) / 10);

/** The server's configuration. It names no log file, so the server logs to the journal. */
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
