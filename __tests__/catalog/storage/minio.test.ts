import type { Policy } from "../../../homelab/catalog/storage/minio/policy";
import { bundleFor, fileText } from "../../support/bundles";

const bundle = bundleFor("minio");
const policy = (user: string): Policy =>
  JSON.parse(fileText(bundle, `/etc/homelab/minio/policies/${user}.json`)) as Policy;

/** `<actions> on <resources>`, without the prefix of S3 that all of them have. */
const rights = (user: string): readonly string[] =>
  policy(user).Statement.map(({ Action, Resource, Condition }) =>
    [
      Action.map((action) => action.replace("s3:", "")).join(" "),
      "on",
      Resource.map((resource) => resource.replace("arn:aws:s3:::", "")).join(" "),
      ...(Condition === undefined ? [] : [JSON.stringify(Condition)]),
    ].join(" "),
  );

test("a client that writes backups can neither list, read nor delete them", () => {
  expect(rights("postgres")).toEqual([
    "GetBucketLocation on backups",
    "PutObject AbortMultipartUpload ListMultipartUploadParts on backups/postgres/*",
  ]);
});

test("a client with several requests has one policy, with separate rights for each place", () => {
  expect(rights("docker-engine")).toEqual([
    "GetBucketLocation on backups",
    "ListBucket on backups",
    "GetObject GetObjectTagging on backups/*",
    "PutObject AbortMultipartUpload ListMultipartUploadParts on backups/docker-configs/*",
  ]);
});

test("a web app sees only its folders of the uploads", () => {
  expect(rights("webapp-shop").filter((line) => line.startsWith("ListBucket"))).toEqual([
    'ListBucket on uploads {"StringLike":{"s3:prefix":["documents/shop","documents/shop/*"]}}',
    'ListBucket on uploads {"StringLike":{"s3:prefix":["user-avatars/shop","user-avatars/shop/*"]}}',
  ]);
});

test("no client may delete an old version", () => {
  const policies = bundle.files.filter(({ path }) => path.includes("/policies/"));
  expect(policies.length).toBeGreaterThan(5);
  expect(policies.filter(({ content }) => JSON.stringify(content).includes("DeleteObjectVersion"))).toEqual([]);
});

test("every user has a policy, and keys are in files that only root may read", () => {
  const users = fileText(bundle, "/etc/homelab/minio/users").trimEnd().split("\n");
  expect(users).toContain("webapp-shop <plain of minio/webapp-shop>");
  for (const line of users) expect(policy(line.split(" ")[0] ?? "").Version).toBe("2012-10-17");
  const open = bundle.files.filter(({ content, mode }) => typeof content !== "string" && mode !== "0600");
  // A certificate is not a secret.
  expect(open.map(({ path }) => path)).toEqual([
    "/etc/homelab/minio/certificate.pem",
    "/usr/local/share/ca-certificates/homelab.crt",
  ]);
});

test("programs are verified with the checksums of their release", () => {
  expect(bundle.artifacts.map(({ path, checksums }) => [path, checksums])).toEqual([
    ["/usr/local/bin/mcli", expect.stringMatching(/pgsty\/mc\/.*\/mcli_\d{14}\.0\.0_checksums\.txt$/)],
    ["/usr/local/bin/silo", expect.stringMatching(/pgsty\/silo\/.*\/silo_\d{14}\.0\.0_checksums\.txt$/)],
  ]);
});
