import { createReadStream, createWriteStream } from "node:fs";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { HomelabError, messageOf } from "../../homelab/values/error";

/**
 * Unpacks one member of a tar archive into a file beside the archive, and returns the path of that file. `url` is the
 * source of the archive; its ending says whether the archive is compressed.
 *
 * @throws HomelabError
 */
export async function unpacked(archive: string, url: string, member: string): Promise<string> {
  const path = new URL(url).pathname;
  if (!/\.(tar|tar\.gz|tgz)$/.test(path))
    throw new HomelabError(`${url} is not a .tar, .tar.gz or .tgz, so ${member} cannot be unpacked from it.`);
  const file = `${archive}.member`;
  const others: string[] = [];
  let found = false;
  const entries = extract();
  const read = pipeline(createReadStream(archive), path.endsWith(".tar") ? new PassThrough() : createGunzip(), entries);
  // The await below reports it.
  read.catch(() => undefined);
  try {
    for await (const entry of entries) {
      const name = entry.header.name.replace(/^\.\//, "");
      if (name === member && entry.header.type === "file") {
        found = true;
        await pipeline(entry, createWriteStream(file));
      } else {
        others.push(name);
        entry.resume();
      }
    }
    await read;
  } catch (error) {
    throw new HomelabError(`${url} cannot be unpacked: ${messageOf(error)}.`);
  }
  if (found) return file;
  const list = others.slice(0, 10).join(", ");
  throw new HomelabError(`${url} does not contain ${member}.`, {
    fix: `Name one of its members: ${list}${others.length > 10 ? ", ..." : "."}`,
  });
}
