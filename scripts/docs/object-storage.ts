import { s3 } from "../../homelab/contracts";
import { buckets, type Bucket } from "../../homelab/catalog/storage/minio/buckets";
import { secrets } from "../../homelab/derive";
import { caFile, connectionsOf, secretName, type Connection, type Get, type Homelab } from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import { whereCaIs } from "./ca";
import { code, lines, page, table } from "./markdown";

type S3Connection = Connection<s3.S3Request, s3.S3Settings>;

/** Buckets, the rights of each user, and an example command. */
export function objectStoragePage(lab: Homelab, get: Get): string {
  const connections = connectionsOf(lab.connections, s3.contract);
  return page(
    "Object storage",
    [
      "Every bucket of the object storage, and every user with the least rights that its service needs. To give a web app access",
      "to `uploads`, set `uploads: true` for it under `webApps` in `homelab.yaml`.",
    ].join("\n"),
    `## Buckets\n\n${bucketTable()}`,
    `## Users\n\n${userTable(connections, get)}`,
    ...howTo(connections),
  );
}

const days = (number: number | undefined, otherwise: string): string =>
  number === undefined ? otherwise : `${number} days`;

function bucketTable(): string {
  const rows = buckets.map(({ name, purpose, folders, quotaGiB, versionDays, expireDays }: Bucket) => [
    code(name),
    purpose,
    lines(folders.map(code)),
    `${quotaGiB} GiB`,
    days(versionDays, "none"),
    days(expireDays, "forever"),
  ]);
  return table(["Bucket", "For", "Folders", "Quota", "Old versions kept", "Objects kept"], rows);
}

function userTable(connections: readonly S3Connection[], get: Get): string {
  const references = get(secrets);
  const rows = [...groupBy(connections, ({ consumer }) => consumer.service.name)].map(([user, own]) => [
    code(user),
    lines(own.map(({ use }) => rightText(use.request))),
    lines(
      [
        ...new Set(
          own.flatMap((one) =>
            Object.values(one.secrets).map((secret) => references.get(secretName(secret))?.reference ?? ""),
          ),
        ),
      ].map(code),
    ),
    lines(own.map(({ use }) => code(example(use.request)))),
  ]);
  return table(["Access key", "May", "Secret key", "Example"], rows);
}

const place = ({ bucket, folder }: s3.S3Request): string =>
  `s3://${bucket}/${folder === undefined ? "" : `${folder}/`}`;

const verbs: Readonly<Record<s3.S3Access, string>> = {
  "read-write": "list, read, write and delete in",
  "read-only": "list and read in",
  "put-only": "only write to",
};
const rightText = (request: s3.S3Request): string => `${verbs[request.access]} ${code(place(request))}`;

const example = (request: s3.S3Request): string =>
  request.access === "read-only" ? `aws s3 sync ${place(request)} .` : `aws s3 cp file ${place(request)}`;

function howTo([first]: readonly S3Connection[]): readonly string[] {
  if (first === undefined) return [];
  const { endpoint, region } = first.settings;
  return [
    `## From a machine that may reach it

Any S3 SDK takes the same four values. It must address buckets by path (\`forcePathStyle\`), not by host name.

\`\`\`sh
export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region}
export AWS_CA_BUNDLE=${caFile}
export AWS_ACCESS_KEY_ID=<access key> AWS_SECRET_ACCESS_KEY=<secret key>
\`\`\`

${whereCaIs.join("\n")}`,
  ];
}
