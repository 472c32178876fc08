import type { Bucket } from "./buckets";

/** Lifecycle rules of a bucket for `mcli ilm rule import`; none if nothing expires. */
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
            // A delete marker expires with the last version of its object.
            Expiration: { ExpiredObjectDeleteMarker: true },
          },
        ]),
  ];
}
