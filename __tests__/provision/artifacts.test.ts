import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import type { BundleArtifact } from "../../homelab/model";
import { fetchArtifacts, sumIn, type WantedArtifact } from "../../provision/artifacts/artifacts";

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "homelab-cache-"))));
afterEach(() => rmSync(directory, { recursive: true }));

const sumOf = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
const url = "https://example.org/v1/mine-linux-amd64.tar.gz";
const list = "https://example.org/v1/SHA256SUMS";
const whole: BundleArtifact = { path: "/usr/local/bin/mine", url, checksums: list, member: "mine-1/bin/mine" };

/** A release with a program and a text, as its vendor packs it. */
async function releaseOf(program: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: "./mine-1/README" }, "read me");
  archive.entry({ name: "./mine-1/bin/mine" }, program);
  archive.finalize();
  return gzipSync(await buffer(archive));
}

/** The internet, by URL; an unknown URL answers 404. */
function internet(pages: Readonly<Record<string, Buffer | string>>) {
  const asked: string[] = [];
  const get = (address: string): Promise<Response> => {
    asked.push(address);
    const page = pages[address];
    return Promise.resolve(page === undefined ? new Response("", { status: 404 }) : new Response(page));
  };
  return { asked, get };
}

const offline = () => Promise.reject(new Error("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") }));
const quiet = () => undefined;

test("a program is fetched once, verified and unpacked; later it comes from the cache, without a network", async () => {
  const release = await releaseOf("the program");
  const { asked, get } = internet({ [url]: release, [list]: `${sumOf(release)}  mine-linux-amd64.tar.gz\n` });
  const lines: string[] = [];
  const artifacts = await fetchArtifacts([whole, whole], { report: (line) => lines.push(line), directory, get });
  expect(readFileSync(artifacts(whole).file, "utf8")).toBe("the program");
  expect(artifacts(whole)).toMatchObject({ bytes: 11, sum: sumOf(Buffer.from("the program")) });
  expect(asked).toEqual([list, url]);
  expect(lines).toEqual([expect.stringContaining(`fetch    ${url}`)]);
  const again = await fetchArtifacts([whole], { report: quiet, directory, get: offline });
  expect(again(whole)).toEqual(artifacts(whole));
  // A cached file that has changed since it was verified is fetched again.
  writeFileSync(artifacts(whole).file, "tampered");
  expect((await fetchArtifacts([whole], { report: quiet, directory, get }))(whole)).toEqual(artifacts(whole));
});

test("the next download removes the remains of an interrupted one", async () => {
  const [left, going] = ["part-left", "part-going"].map((name) => join(directory, name)) as [string, string];
  for (const file of [left, going]) writeFileSync(file, "half");
  utimesSync(left, 0, 0);
  await fetchArtifacts([], { report: quiet, directory, get: offline });
  expect(readdirSync(directory)).toEqual(["part-going"]);
});

test("all artifacts that cannot be fetched or verified are reported at once, and nothing of them remains", async () => {
  const release = await releaseOf("another program");
  const pages = {
    [url]: release,
    [list]: `${"0".repeat(64)}  mine-linux-amd64.tar.gz`,
    "https://example.org/empty": `${"0".repeat(64)}  other.tar.gz`,
    "https://example.org/mine.zip": "PK",
  };
  const wanted: readonly BundleArtifact[] = [
    whole,
    { path: "/a", url: "https://example.org/gone" },
    { ...whole, checksums: "https://example.org/empty" },
    { path: "/b", url, member: "mine-1/sbin/mine" },
    { path: "/c", url: "https://example.org/mine.zip", member: "mine" },
  ];
  const told = fetchArtifacts(wanted, { report: quiet, directory, get: internet(pages).get });
  await expect(told).rejects.toThrow(
    `its SHA-256 is ${sumOf(release)}, but ${list} lists ${"0".repeat(64)}. The download was deleted`,
  );
  await expect(told).rejects.toThrow("https://example.org/gone answers 404");
  await expect(told).rejects.toThrow("https://example.org/empty has no SHA-256 of mine-linux-amd64.tar.gz");
  await expect(told).rejects.toThrow("does not contain mine-1/sbin/mine");
  await expect(told).rejects.toThrow("mine.zip is not a .tar, .tar.gz or .tgz");
  await expect(told).rejects.toMatchObject({
    fix: [
      "Run the command again; if the sums still differ, do not use this release before you know why.",
      "Check that the release exists, and its version in the catalog.",
      "Check that https://example.org/empty is the list of the same release.",
      "Name one of its members: mine-1/README, mine-1/bin/mine.",
    ].join("\n"),
  });
  expect(readdirSync(directory)).toEqual([]);
});

test("without a network, each machine is named, and the fix for a proxy appears once", async () => {
  const wanted: readonly WantedArtifact[] = [
    { ...whole, target: "minio" },
    { path: "/a", url: "https://example.org/a", target: "redis" },
    { path: "/b", url: "https://example.org/a", target: "mongodb" },
  ];
  await expect(fetchArtifacts(wanted, { report: quiet, directory, get: offline })).rejects.toMatchObject({
    message: expect.stringMatching(
      /^minio: https:.* cannot be fetched: getaddrinfo ENOTFOUND\.\nredis, mongodb: https:.*$/,
    ) as string,
    fix: expect.stringMatching(/^.*NODE_USE_ENV_PROXY=1.*$/) as string,
  });
});

test.each([
  ["sha256sum's", `${"a".repeat(64)}  other\n${"b".repeat(64)} *./dist/mine-linux-amd64.tar.gz\n`, "b"],
  ["BSD's", `SHA256 (mine-linux-amd64.tar.gz) = ${"C".repeat(64)}`, "c"],
  ["one of a single file", `${"d".repeat(64)}\n`, "d"],
])("a list of checksums may be %s", (_, text, digit) => {
  expect(sumIn(text, url)).toBe(digit.repeat(64));
});
