import { urlOf, use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

/** What the client may do below its folder. `put-only` cannot read, overwrite a version or delete. */
export type S3Access = "read-write" | "read-only" | "put-only";

export interface S3Request {
  readonly bucket: string;
  /** Key prefix without a slash at its end. @default the whole bucket */
  readonly folder?: string;
  readonly access: S3Access;
}

/** Path-style addressing, because the server has no wildcard names. */
export interface S3Settings {
  /** `https://<host>:9000`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKey: string;
  readonly secretKey: Secret;
}

/** Key of the client's user. */
export type S3Secrets = { readonly secretKey: Secret };

/** Region that the server reports; clients sign requests with it. */
export const region = "us-east-1";

/** A folder of a bucket, with a user and the least privileged policy for it. */
export const contract: Contract<S3Request, S3Settings, S3Secrets> = {
  name: "s3",
  port: "s3",
  claims: ({ bucket, folder }) => [
    { of: folder === undefined ? `S3 bucket ${bucket}` : `S3 folder ${bucket}/${folder}`, shared: true },
  ],
  refuse: ({ bucket }) =>
    // Amazon S3 user guide, bucket naming rules.
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
      ? undefined
      : {
          message: `"${bucket}" is not a valid bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit.`,
          fix: "Rename the bucket.",
        },
  secrets: (_, client) => ({
    secretKey: generated("minio", client, `secret key of the S3 user ${client}`, { length: 40 }),
  }),
  settings: (at, { bucket, folder }, { secretKey }) => ({
    endpoint: urlOf(at),
    region,
    bucket,
    prefix: folder === undefined ? "" : `${folder}/`,
    accessKey: secretKey.field,
    secretKey,
  }),
};

/** A folder of a bucket, or the whole bucket, with the given access. */
export const bucket = (name: string, access: S3Access, folder?: string): Use<S3Settings, false> =>
  use(contract, { bucket: name, access, ...(folder !== undefined && { folder }) });
