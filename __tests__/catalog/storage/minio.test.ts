import type { Policy } from "../../../homelab/catalog/storage/minio/policy";
import { bundleFor, fileText } from "../../support/bundles";

const bundle = bundleFor("minio");
const policy = (user: string): Policy =>
  JSON.parse(fileText(bundle, `/etc/homelab/minio/policies/${user}.json`)) as Policy;

/** `<actions> on <resources>`, without the S3 that stands before all of them. */
const rights = (user: string): readonly string[] =>
  policy(user).Statement.map(({ Action, Resource, Condition }) =>
    [
      Action.map((action) => action.replace("s3:", "")).join(" "),
      "on",
      Resource.map((resource) => resource.replace("arn:aws:s3:::", "")).join(" "),
      ...(Condition === undefined ? [] : [JSON.stringify(Condition)]),
    ].join(" "),
  );

test("who brings backups can neither list, read, nor take them away", () => {
  expect(rights("postgres")).toEqual([
    "GetBucketLocation on backups",
    "PutObject AbortMultipartUpload ListMultipartUploadParts on backups/postgres/*",
  ]);
});

test("what one client asks for in several places is one policy, each place with its own rights", () => {
  expect(rights("docker-engine")).toEqual([
    "GetBucketLocation on backups",
    "ListBucket on backups",
    "GetObject GetObjectTagging on backups/*",
    "PutObject AbortMultipartUpload ListMultipartUploadParts on backups/docker-configs/*",
  ]);
});

test("a web app sees its own folders of the uploads", () => {
  expect(rights("webapp-shop").filter((line) => line.startsWith("ListBucket"))).toEqual([
    'ListBucket on uploads {"StringLike":{"s3:prefix":["documents/shop","documents/shop/*"]}}',
    'ListBucket on uploads {"StringLike":{"s3:prefix":["user-avatars/shop","user-avatars/shop/*"]}}',
  ]);
});

test("nobody may take an old version away", () => {
  const policies = bundle.files.filter(({ path }) => path.includes("/policies/"));
  expect(policies.length).toBeGreaterThan(5);
  expect(policies.filter(({ content }) => JSON.stringify(content).includes("DeleteObjectVersion"))).toEqual([]);
});

test("every user has a policy, and keys stand in files that nobody else may read", () => {
  const users = fileText(bundle, "/etc/homelab/minio/users").trimEnd().split("\n");
  expect(users).toContain("webapp-shop <plain of minio/webapp-shop>");
  for (const line of users) expect(policy(line.split(" ")[0] ?? "").Version).toBe("2012-10-17");
  const open = bundle.files.filter(({ content, mode }) => typeof content !== "string" && mode !== "0600");
  // A certificate is no secret.
  expect(open.map(({ path }) => path)).toEqual([
    "/etc/homelab/minio/certificate.pem",
    "/usr/local/share/ca-certificates/homelab.crt",
  ]);
});

test("programs come verified, by the lists that their release offers", () => {
  expect(bundle.artifacts.map(({ path, checksums }) => [path, checksums])).toEqual([
    ["/usr/local/bin/mcli", expect.stringMatching(/pgsty\/mc\/.*\/mcli_\d{14}\.0\.0_checksums\.txt$/)],
    ["/usr/local/bin/silo", expect.stringMatching(/pgsty\/silo\/.*\/silo_\d{14}\.0\.0_checksums\.txt$/)],
  ]);
});
