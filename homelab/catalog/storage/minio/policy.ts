import type { s3 } from "../../../contracts";

/** One statement of an S3 policy. */
interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

const read = ["s3:GetObject", "s3:GetObjectTagging"];
/** The last two continue or abort a multipart upload; none gives access to existing objects. */
const put = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

const objects: Readonly<Record<s3.S3Access, readonly string[]>> = {
  "read-write": [...read, ...put, "s3:PutObjectTagging", "s3:DeleteObject"],
  "read-only": read,
  "put-only": put,
};

/**
 * What a client needs for all of its requests, and no more. A client that may only put cannot list. No client can
 * delete an older version, because none has `s3:DeleteObjectVersion`.
 */
export function policyOf(requests: readonly s3.S3Request[]): Policy {
  const sorted = requests.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  return { Version: "2012-10-17", Statement: [location(sorted), ...sorted.flatMap(statements)] };
}

const arn = (path: string): string => `arn:aws:s3:::${path}`;
const placeOf = ({ bucket, folder, access }: s3.S3Request): string => [bucket, folder ?? "", access].join("/");

/** Clients request the region before anything else. */
const location = (requests: readonly s3.S3Request[]): Statement => ({
  Sid: "location",
  Effect: "Allow",
  Action: ["s3:GetBucketLocation"],
  Resource: [...new Set(requests.map(({ bucket }) => arn(bucket)))],
});

function statements({ bucket, folder, access }: s3.S3Request, index: number): readonly Statement[] {
  const inside: Statement = {
    Sid: `objects${index + 1}`,
    Effect: "Allow",
    Action: objects[access],
    Resource: [arn(folder === undefined ? `${bucket}/*` : `${bucket}/${folder}/*`)],
  };
  if (access === "put-only") return [inside];
  // The server has no condition on prefixes for incomplete uploads.
  const uploads = access === "read-write" && folder === undefined ? ["s3:ListBucketMultipartUploads"] : [];
  const list: Statement = {
    Sid: `list${index + 1}`,
    Effect: "Allow",
    Action: ["s3:ListBucket", ...uploads],
    Resource: [arn(bucket)],
    ...(folder !== undefined && { Condition: { StringLike: { "s3:prefix": [folder, `${folder}/*`] } } }),
  };
  return [list, inside];
}
