import { s3 } from "../../contracts";
import { forward, generated, none, offer, open, service, tcp, type Refusal } from "../../model";
import { nearest } from "../../values/nearest";
import { guests } from "../guests";
import { buckets } from "./minio/buckets";
import { administrator } from "./minio/files";
import { objectStorage } from "./minio/render";

/** The administrator, and the name of its secret in the vault. */
const reserved = new Set([administrator, "root-password"]);

export const minio = service({
  name: "minio",
  title: "Silo (successor of MinIO)",
  description: "Object storage with the S3 API, for applications, artifacts, backups and logs.",
  on: guests.minio,
  ports: { s3: tcp(9000, { tls: true }), console: tcp(9001, { tls: true }) },
  provides: [
    offer(s3.contract, {
      refuse: (request, client) =>
        reserved.has(client)
          ? {
              message: `object storage reserves the user name ${client}.`,
              fix: "Give the service another name.",
            }
          : unknownPlace(request),
    }),
  ],
  web: [
    // The console's own login follows: storage starts before the sign-on and must not depend on it.
    { subdomain: "minio", port: "console", signOn: forward(), groups: ["admins"] },
    {
      subdomain: "s3",
      port: "s3",
      signOn: open("each request is signed with the client's key (S3 signature version 4)"),
      // Statistics, which need no key at the same port.
      closed: ["/minio"],
      headers: "none",
    },
  ],
  secrets: {
    root: generated("minio", "root-password", "password of the S3 administrator", { length: 40 }),
  },
  operations: {
    metrics: [
      { port: "s3", path: "/minio/v2/metrics/cluster" },
      { port: "s3", path: "/minio/v2/metrics/bucket" },
    ],
    logs: { source: "journal", units: ["minio.service"] },
    health: { port: "s3", path: "/minio/health/ready" },
    alerts: [
      {
        name: "BucketFull",
        expr: "minio_bucket_usage_total_bytes / (minio_bucket_quota_total_bytes > 0) > 0.9",
        for: "30m",
        severity: "warning",
        summary:
          "Bucket {{ $labels.bucket }} has used {{ $value | humanizePercentage }} of its quota and is about to refuse writes.",
      },
      {
        name: "ObjectStorageFull",
        expr: "minio_cluster_capacity_usable_free_bytes / minio_cluster_capacity_usable_total_bytes < 0.1",
        for: "15m",
        severity: "critical",
        summary: "Object storage has {{ $value | humanizePercentage }} left: backups and logs are about to stop.",
      },
      {
        name: "ObjectStorageErrors",
        expr: "sum by (api) (increase(minio_s3_requests_5xx_errors_total[15m])) > 10",
        for: "15m",
        severity: "warning",
        summary: "Object storage fails at {{ $labels.api }}, {{ $value }} times in a quarter of an hour.",
      },
    ],
    backup: none("VM 3 mirrors its buckets to the NAS; users and policies are rendered"),
    uptime: { port: "s3", path: "/minio/health/live" },
    tile: { group: "Data", icon: "minio", description: "Object storage" },
  },
  render: objectStorage,
});

function unknownPlace({ bucket: name, folder }: s3.S3Request): Refusal | undefined {
  const names = buckets.map((bucket) => bucket.name);
  const bucket = buckets.find((candidate) => candidate.name === name);
  if (bucket === undefined) {
    return {
      message: `there is no bucket ${name}.`,
      fix: `Did you mean ${nearest(name, names) ?? `one of ${names.join(", ")}`}? Buckets are in homelab/catalog/storage/minio/buckets.ts.`,
    };
  }
  const { folders } = bucket;
  const known =
    folders.length === 0 || folders.some((each) => folder === each || folder?.startsWith(`${each}/`) === true);
  return folder === undefined || known
    ? undefined
    : {
        message: `the bucket ${name} has no folder ${folder}.`,
        fix: `Use one of ${folders.join(", ")}, or a folder below one of them.`,
      };
}
