import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { HomelabError } from "../../homelab/values/error";

/** A size for people, in MB, or in kB below 0.1 MB. */
export const sizeOf = (bytes: number): string =>
  bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** The part of `fetch` that is used. */
export type Get = (url: string) => Promise<Response>;

/** A downloaded file. `remove` deletes it, and the member that was unpacked from it. */
export interface Download {
  readonly file: string;
  readonly sum: string;
  remove(): Promise<void>;
}

const part = "part-";

/** Removes the remains of interrupted downloads from a directory: partial files that are unchanged for an hour. */
export async function removeStale(directory: string, now: number = Date.now()): Promise<void> {
  const parts = (await readdir(directory)).filter((name) => name.startsWith(part)).map((name) => join(directory, name));
  await Promise.all(
    parts.map(async (file) => {
      // The download of another process may have ended meanwhile.
      const written = (await stat(file).catch(() => undefined))?.mtimeMs ?? now;
      if (now - written > 3_600_000) await rm(file, { force: true });
    }),
  );
}

/** Fetches a file into a directory. @throws HomelabError */
export async function download(
  url: string,
  directory: string,
  { get, report }: { readonly get: Get; readonly report: (line: string) => void },
): Promise<Download> {
  const file = join(directory, `${part}${randomBytes(6).toString("hex")}`);
  const remove = async (): Promise<void> => {
    await Promise.all([file, `${file}.member`].map((path) => rm(path, { force: true })));
  };
  try {
    const response = await answerOf(url, get);
    const length = Number(response.headers.get("content-length") ?? 0);
    report(`fetch    ${url}${length > 0 ? ` (${sizeOf(length)})` : ""}`);
    const hash = createHash("sha256");
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream),
      async function* through(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
    return { file, sum: hash.digest("hex"), remove };
  } catch (error) {
    await remove();
    throw problem(url, error);
  }
}

/** The text at a URL. @throws HomelabError */
export async function textAt(url: string, get: Get): Promise<string> {
  try {
    return await (await answerOf(url, get)).text();
  } catch (error) {
    throw problem(url, error);
  }
}

async function answerOf(url: string, get: Get): Promise<Response> {
  const response = await get(url);
  if (!response.ok)
    throw new HomelabError(`${url} answers ${response.status}.`, {
      fix: `Check that the release exists, and its version in the catalog.`,
    });
  // A response that a test makes has an empty URL.
  if (response.url !== "" && !response.url.startsWith("https://"))
    throw new HomelabError(
      `${url} redirects to ${response.url}, which is not HTTPS, so the download cannot be trusted.`,
    );
  return response;
}

function problem(url: string, error: unknown): HomelabError {
  if (error instanceof HomelabError) return error;
  if (!(error instanceof Error)) throw error;
  const why = error.cause instanceof Error ? error.cause.message : error.message;
  return new HomelabError(`${url} cannot be fetched: ${why || error.message}.`, {
    fix:
      "Check that this machine can reach the internet. " +
      "Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1 (Node 22.21 or newer, or 24.5 or newer).",
  });
}
