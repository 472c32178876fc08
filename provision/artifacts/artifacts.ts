import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { BundleArtifact } from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import { cachedFile, keep, type Fetched } from "./cache";
import { download, removeStale, textAt, type Get } from "./download";
import { limited } from "../limited";
import { unpacked } from "./unpack";
import { HomelabError, together } from "../../homelab/values/error";

/** Finds the local file of an artifact that was fetched. */
export type Artifacts = (artifact: BundleArtifact) => Fetched;

/** An artifact, and the machine that gets it. */
export interface WantedArtifact extends BundleArtifact {
  readonly target?: string;
}

export interface FetchOptions {
  readonly report: (line: string) => void;
  /** @default the user's cache */
  readonly directory?: string;
  /** @default node's fetch */
  readonly get?: Get;
}

/** For bundles without artifacts. */
export const fetchedOnly: Artifacts = ({ url }) => {
  throw new Error(`${url} was not fetched.`);
};

/** The number of downloads at once. */
const atOnce = 4;

/** The artifacts that are in the cache, where only verified files are. */
export async function cachedArtifacts(
  wanted: readonly BundleArtifact[],
  directory = artifactCache(),
): Promise<ReadonlySet<BundleArtifact>> {
  const found = await Promise.all(
    wanted.map(async (artifact) => ((await cachedFile(directory, keyOf(artifact))) === undefined ? [] : [artifact])),
  );
  return new Set(found.flat());
}

/** `$XDG_CACHE_HOME/homelab/artifacts`; delete it to fetch everything again. */
export const artifactCache = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "homelab", "artifacts");

/**
 * Finds the artifacts of bundles in the cache, or fetches them and compares them with the vendor's checksums. Each
 * artifact is fetched once; a cached one needs no network.
 *
 * @throws HomelabError with every artifact that cannot be fetched, its machines and the reason.
 */
export async function fetchArtifacts(
  wanted: readonly WantedArtifact[],
  { report, directory = artifactCache(), get = fetch }: FetchOptions,
): Promise<Artifacts> {
  await mkdir(directory, { recursive: true });
  await removeStale(directory);
  const once = limited(atOnce);
  const found = new Map<string, Fetched>();
  const problems = await Promise.all(
    [...groupBy(wanted, keyOf)].map(async ([key, group]) => {
      const [artifact] = group;
      try {
        found.set(key, await once(() => fetched(artifact, { report, directory, get })));
        return [];
      } catch (error) {
        if (!(error instanceof HomelabError)) throw error;
        const targets = [...new Set(group.flatMap(({ target }) => target ?? []))].join(", ");
        return [targets === "" ? error : new HomelabError(`${targets}: ${error.message}`, { fix: error.fix })];
      }
    }),
  );
  const told = problems.flat();
  if (told.length > 0) throw together(told);
  return (artifact) => found.get(keyOf(artifact)) ?? fetchedOnly(artifact);
}

const keyOf = ({ url, checksums, member }: BundleArtifact): string => [url, checksums ?? "", member ?? ""].join("\n");

async function fetched(artifact: BundleArtifact, options: Required<FetchOptions>): Promise<Fetched> {
  const { directory, report, get } = options;
  const { url, checksums, member } = artifact;
  const key = keyOf(artifact);
  const known = await cachedFile(directory, key);
  if (known !== undefined) return known;
  const vouched = checksums === undefined ? undefined : sumIn(await textAt(checksums, get), url);
  if (checksums !== undefined && vouched === undefined)
    throw new HomelabError(`${checksums} has no SHA-256 of ${nameOf(url)}.`, {
      fix: `Check that ${checksums} is the list of the same release.`,
    });
  const part = await download(url, directory, { get, report });
  try {
    if (vouched !== undefined && part.sum !== vouched)
      throw new HomelabError(
        `${url} differs from what its vendor published: its SHA-256 is ${part.sum}, but ${checksums} lists ${vouched}. The download was deleted.`,
        { fix: "Run the command again; if the sums still differ, do not use this release before you know why." },
      );
    return await keep(directory, key, member === undefined ? part.file : await unpacked(part.file, url, member));
  } finally {
    await part.remove();
  }
}

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");

/** The sum of a file in a vendor's list, in the format of sha256sum or BSD, or a list of only the sum. */
export function sumIn(list: string, url: string): string | undefined {
  const name = nameOf(url);
  const rows = list.split("\n").map((line) => {
    const bsd = /^SHA256 \((.+)\) = ([0-9a-f]{64})$/i.exec(line.trim());
    const [, sum, file] = bsd ? [bsd[0], bsd[2], bsd[1]] : (/^([0-9a-f]{64})(?:\s+\*?(.+))?$/i.exec(line.trim()) ?? []);
    return { sum: sum?.toLowerCase(), file };
  });
  const named = rows.find(({ file }) => file?.split("/").at(-1) === name);
  const alone = rows.filter(({ sum }) => sum !== undefined);
  return named?.sum ?? (alone.length === 1 && alone[0]?.file === undefined ? alone[0]?.sum : undefined);
}
