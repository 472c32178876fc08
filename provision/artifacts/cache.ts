import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** A verified file of a vendor in the cache. */
export interface Fetched {
  readonly file: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sum: string;
}

// <cache>/files/<sha256>       a verified file, named by its sum
// <cache>/sources/<sha256>     named by the sum of the source; contains the sum of the file from there

const sourceFile = (directory: string, key: string): string =>
  join(directory, "sources", createHash("sha256").update(key).digest("hex"));

/**
 * The file that came from a source before; undefined when the cache does not contain it, or its content has changed.
 */
export async function cachedFile(directory: string, key: string): Promise<Fetched | undefined> {
  try {
    const sum = (await readFile(sourceFile(directory, key), "utf8")).split("\n")[0] ?? "";
    const file = join(directory, "files", sum);
    return (await sumOf(file)) === sum ? { file, sum, bytes: (await stat(file)).size } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Moves a verified file into the cache. */
export async function keep(directory: string, key: string, part: string): Promise<Fetched> {
  const sum = await sumOf(part);
  const file = join(directory, "files", sum);
  await mkdir(join(directory, "files"), { recursive: true });
  await mkdir(join(directory, "sources"), { recursive: true });
  await rename(part, file);
  const source = sourceFile(directory, key);
  await writeFile(`${source}.${process.pid}`, `${sum}\n${key}\n`);
  await rename(`${source}.${process.pid}`, source);
  return { file, sum, bytes: (await stat(file)).size };
}

async function sumOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
