import type { Bucket } from "./buckets";

/** Lifecycle rules of a bucket, as `mcli ilm rule import` reads them; none where everything stays. */
export function lifecycleOf({ expireDays, versionDays }: Bucket): readonly object[] {
  return [
    ...(expireDays === undefined ? [] : [{ ID: "expire", Status: "Enabled", Expiration: { Days: expireDays } }]),
    ...(versionDays === undefined
      ? []
      : [
          {
            ID: "old-versions",
            Status: "Enabled",
            NoncurrentVersionExpiration: { NoncurrentDays: versionDays },
            // What only says that something was deleted goes with the last version of it.
            Expiration: { ExpiredObjectDeleteMarker: true },
          },
        ]),
  ];
}
