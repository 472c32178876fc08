import { s3 } from "../../../contracts";
import { nameOf } from "../../../derive";
import {
  content,
  inRole,
  joinedContents,
  leafOf,
  portOf,
  type BundleArtifact,
  type BundleFile,
  type Client,
  type Content,
  type Context,
  type Rendered,
  type Uses,
} from "../../../model";
import { groupBy, type Group } from "../../../values/group-by";
import { versions } from "../../../versions";
import { buckets } from "./buckets";
import { administrator, client, files, reconciler, server, unit } from "./files";
import { lifecycleOf } from "./lifecycle";
import { policyOf } from "./policy";
import { reconcilerScript, reconcilerUnit, serverUnit } from "./units";

type Own = Context<Uses, "root">;

/** The server, its buckets, and a user with the least policy for each client. */
export function objectStorage(context: Own): Rendered {
  const { guest, service } = context;
  const at = (key: string): string => `${guest.address}:${portOf(service.ports, key)}`;
  const leaf = leafOf(guest);
  const users = [...groupBy(context.clients(s3.contract), ({ name }) => name)];
  const data = [...bucketFiles(), ...policyFiles(users)];
  const secret = { mode: "0600" };
  return {
    packages: ["jq"],
    artifacts,
    files: [
      { path: files.environment, content: environment(context), ...secret },
      { path: files.certificate, content: content`${leaf.certificate}` },
      { path: files.key, content: content`${leaf.key}`, ...secret },
      { path: files.users, content: userLines(users), ...secret },
      ...data,
      { path: files.script, content: reconcilerScript(at("s3")), mode: "0755" },
      { path: files.unit, content: serverUnit(at("s3"), at("console")) },
      { path: files.reconcilerUnit, content: reconcilerUnit },
    ],
    checks: [{ file: files.script, command: ["bash", "-n", "{}"] }],
    units: [
      { name: unit, files: [files.environment, files.certificate, files.key, server] },
      { name: reconciler, files: [files.environment, files.users, files.script, ...data.map(({ path }) => path)] },
    ],
  };
}

/** Build number of a release in file names: RELEASE.2026-09-16T00-00-00Z is 20260916000000.0.0. */
const build = (release: string): string => `${release.replace("RELEASE.", "").replace(/\D/g, "")}.0.0`;

const released = (repository: string, release: string, name: string, path: string): BundleArtifact => {
  const base = `https://github.com/${repository}/releases/download/${release}/${name}_${build(release)}` as const;
  return {
    path,
    url: `${base}_linux_amd64.tar.gz`,
    checksums: `${base}_checksums.txt`,
    member: name,
  };
};

const artifacts: readonly BundleArtifact[] = [
  released("pgsty/silo", versions.silo, "silo", server),
  released("pgsty/mc", versions.mcli, "mcli", client),
];

/**
 * Statistics need no token: a token would have to be signed with the administrator's password, which only this guest
 * has. They contain names of buckets, but no keys of objects.
 */
function environment({ lab, get, guest, service, secrets }: Own): Content {
  const proxy = inRole(lab, "proxy")?.machine.address;
  const { memoryMiB } = guest;
  return content`MINIO_ROOT_USER=${administrator}
MINIO_ROOT_PASSWORD=${secrets.root}
MINIO_SITE_REGION=${s3.region}
MINIO_BROWSER_REDIRECT_URL=https://${nameOf(get, service.name)}
MINIO_PROMETHEUS_AUTH_TYPE=public
MINIO_UPDATE=off
${proxy === undefined ? "" : `MINIO_API_TRUSTED_PROXIES=${proxy}\n`}GOMEMLIMIT=${Math.floor(memoryMiB * 0.75)}MiB
`;
}

function bucketFiles(): readonly BundleFile[] {
  const lines = buckets.map(
    ({ name, quotaGiB, versionDays }) => `${name} ${quotaGiB} ${versionDays === undefined ? "plain" : "versions"}\n`,
  );
  const rules = buckets
    .map((bucket) => ({ bucket, rules: lifecycleOf(bucket) }))
    .filter(({ rules: r }) => r.length > 0);
  return [
    { path: files.buckets, content: lines.join("") },
    ...rules.map(({ bucket: { name }, rules: Rules }) => ({
      path: files.lifecycle(name),
      content: json({ Rules }),
    })),
  ];
}

type Users = readonly (readonly [name: string, requests: Group<Client<s3.S3Request, s3.S3Secrets>>])[];

const policyFiles = (users: Users): readonly BundleFile[] =>
  users.map(([name, requests]) => ({
    path: files.policy(name),
    content: json(policyOf(requests.map(({ request }) => request))),
  }));

const userLines = (users: Users): Content =>
  joinedContents(users.map(([name, [first]]) => content`${name} ${first.secrets.secretKey}\n`));

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
