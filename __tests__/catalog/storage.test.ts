import { nfs, s3 } from "../../homelab/contracts";
import { guests } from "../../homelab/catalog/guests";
import { buckets } from "../../homelab/catalog/storage/minio/buckets";
import { telemetry } from "../../homelab/catalog/support/telemetry";
import type { Uses } from "../../homelab/model";
import { assembled, userOf } from "../support/assembled";

const refusals = (uses: Uses): string[] =>
  assembled({}, [userOf(guests.coolify, uses)]).problems.map(({ message, fix }) => `${message} ${fix}`);

describe("object storage", () => {
  test("refuses a bucket that it does not have, and names the nearest one", () => {
    expect(refusals({ files: s3.bucket("upload", "read-write") })).toEqual([
      expect.stringMatching(
        /minio cannot provide what mine requests in uses\.files: there is no bucket upload\. Did you mean uploads\?/,
      ),
    ]);
  });

  test("refuses a folder that a bucket does not have, and lists those that it has", () => {
    expect(refusals({ files: s3.bucket("uploads", "read-write", "avatars") })).toEqual([
      expect.stringMatching(/the bucket uploads has no folder avatars\. Use one of user-avatars, documents/),
    ]);
    expect(refusals({ files: s3.bucket("uploads", "read-write", "user-avatars-2") })).toHaveLength(1);
  });

  test("accepts a whole bucket, a folder, a path below one, and any path in a bucket without folders", () => {
    expect(refusals({ all: s3.bucket("logs", "read-only") })).toEqual([]);
    expect(refusals({ folder: s3.bucket("uploads", "read-write", "documents") })).toEqual([]);
    expect(refusals({ below: s3.bucket("uploads", "read-write", "documents/shop") })).toEqual([]);
    expect(refusals({ free: s3.bucket("n8n", "read-write", "invoices") })).toEqual([]);
  });

  test("does not promise more than the guest's disk holds", () => {
    const promised = buckets.reduce((sum, { quotaGiB }) => sum + quotaGiB, 0);
    expect(promised).toBeLessThan(guests.minio.diskGiB);
  });

  test("keeps logs longer than Loki does, so that Loki misses none of its objects", () => {
    expect(buckets.find(({ name }) => name === "logs")?.expireDays).toBeGreaterThan(telemetry.logsDays);
  });

  test("never lets a backup expire by age: the last good one must stay", () => {
    expect(buckets.find(({ name }) => name === "backups")?.expireDays).toBeUndefined();
  });
});

test("the NAS refuses a shared folder that it does not have", () => {
  expect(refusals({ files: nfs.folder("medai") })).toEqual([
    expect.stringMatching(/the NAS has no shared folder medai\. Use one of media, backups, docker, iso/),
  ]);
  expect(refusals({ files: nfs.folder("media", { readOnly: true }) })).toEqual([]);
});
