import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ageVault } from "../../provision/secrets/age-vault";
import type { Vault } from "../../provision/secrets/vault";
import { awkwardValues } from "../support/values";
import { HomelabError } from "../../homelab/values/error";

const directory = mkdtempSync(join(tmpdir(), "homelab-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

let count = 0;
/** Another user, with their own home directory. */
const someone = () => ({ HOME: mkdtempSync(join(directory, "home-")) });
const newFile = () => join(directory, `secrets-${(count += 1)}.age`);
const keyOf = ({ HOME }: { readonly HOME: string }) => join(HOME, ".config/homelab/age.key");

async function filled(env = someone(), file = newFile()) {
  const vault = ageVault(file, env);
  await vault.prepare({ dryRun: false });
  await vault.write([{ item: "postgres", field: "password", value: "s3cr3t" }]);
  return { env, file };
}

const read = (vault: Vault) => vault.read({ item: "postgres", field: "password" });
const problemOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

test("the first use makes a key that only its user can read, and prints its path", async () => {
  const env = someone();
  const file = newFile();
  expect(await ageVault(file, env).prepare({ dryRun: true })).toHaveLength(2);
  expect(readdirSync(env.HOME)).toEqual([]);
  const said = await ageVault(file, env).prepare({ dryRun: false });
  expect(said[0]).toContain(`${keyOf(env)}, your private key`);
  expect(statSync(keyOf(env)).mode & 0o777).toBe(0o600);
  expect(await ageVault(file, env).prepare({ dryRun: false })).toEqual([]);
});

test("any value is read back unchanged, and no part of it appears in the file", async () => {
  const { env, file } = await filled();
  const entries = awkwardValues.map((value, index) => ({ item: "external", field: `field ${index}`, value }));
  await ageVault(file, env).write(entries);
  const vault = ageVault(file, env);
  expect(await Promise.all(entries.map((entry) => vault.read(entry)))).toEqual(awkwardValues);
  expect(await read(vault)).toBe("s3cr3t");
  expect(readFileSync(file, "latin1")).not.toMatch(/postgres|s3cr3t|recipients/);
  expect(readdirSync(directory).filter((name) => name.endsWith(".new"))).toEqual([]);
});

test("names of properties that every JavaScript object has work like other names", async () => {
  const { env, file } = await filled();
  expect(await ageVault(file, env).read({ item: "constructor", field: "name" })).toBeUndefined();
  expect(await ageVault(file, env).read({ item: "postgres", field: "toString" })).toBeUndefined();
});

test("the user's aliases apply", async () => {
  const { env, file } = await filled();
  const place = { item: "n8n", field: "database" };
  expect(await ageVault(file, env, { "n8n/database": "postgres/password" }).read(place)).toBe("s3cr3t");
  const vault = ageVault(file, env, { "n8n/database": "My server/login/password" });
  await vault.write([{ ...place, value: "other" }]);
  expect(await vault.read(place)).toBe("other");
  expect(await ageVault(file, env).read({ item: "My server", field: "login/password" })).toBe("other");
});

test("two users who write in turn keep each other's secrets", async () => {
  const { env, file } = await filled();
  const [one, other] = [ageVault(file, env), ageVault(file, env)];
  await Promise.all([read(one), read(other)]);
  await one.write([{ item: "a", field: "password", value: "1" }]);
  await other.write([{ item: "b", field: "password", value: "2" }]);
  const vault = ageVault(file, env);
  expect([await vault.read({ item: "a", field: "password" }), await read(vault)]).toEqual(["1", "s3cr3t"]);
});

test("two users who write at once also keep each other's secrets, and leave no lock", async () => {
  const { env, file } = await filled();
  const places = ["a", "b", "c"].map((item) => ({ item, field: "password" }));
  await Promise.all(places.map((place) => ageVault(file, env).write([{ ...place, value: place.item }])));
  const vault = ageVault(file, env);
  expect(await Promise.all([...places.map((place) => vault.read(place)), read(vault)])).toEqual([
    "a",
    "b",
    "c",
    "s3cr3t",
  ]);
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test("the error for an abandoned lock names its holder and how to remove it", async () => {
  const { env, file } = await filled();
  writeFileSync(`${file}.lock`, "process 7 on laptop\n");
  const write = ageVault(file, env).write([{ item: "a", field: "password", value: "1" }]);
  expect(await problemOf(write)).toMatchObject({
    message: expect.stringMatching(/process 7 on laptop holds .*\.age\.lock\.$/) as string,
    fix: expect.stringMatching(/rm .*\.age\.lock$/) as string,
  });
  expect(await read(ageVault(file, env))).toBe("s3cr3t");
});

test("without a home directory, as in CI, a key in the environment decrypts the file", async () => {
  const { env, file } = await filled();
  const key = readFileSync(keyOf(env), "utf8");
  expect(await read(ageVault(file, { ...someone(), HOMELAB_AGE_KEY: key }))).toBe("s3cr3t");
  expect(await read(ageVault(file, { ...someone(), HOMELAB_AGE_KEY_FILE: keyOf(env) }))).toBe("s3cr3t");
});

describe("the error says what is wrong", () => {
  test.each<readonly [what: string, spoil: (at: { file: string; key: string }) => void, message: RegExp, fix: RegExp]>([
    ["no file", ({ file }) => rmSync(file), /secrets-\d+\.age does not exist/, /homelab secrets create/],
    ["no key", ({ key }) => rmSync(key), /no key to decrypt it: .*age\.key does not exist/, /HOMELAB_AGE_KEY_FILE/],
    ["a file that ends early", ({ file }) => truncateSync(file, 250), /is damaged/, /git checkout/],
    ["another file", ({ file }) => writeFileSync(file, "secrets: {}\n"), /is damaged/, /git checkout/],
    [
      "an unresolved merge",
      ({ file }) => writeFileSync(file, "<<<<<<< HEAD\nYWdl\n=======\nZWdh\n>>>>>>> theirs\n"),
      /both sides of a merge/,
      /git checkout --ours secrets-\d+\.age/,
    ],
    [
      "a directory in place of a key",
      ({ key }) => {
        rmSync(key);
        mkdirSync(key);
      },
      /age\.key is a directory/,
      /Set HOMELAB_AGE_KEY_FILE to the file itself/,
    ],
    ["a key that other users can read", ({ key }) => chmodSync(key, 0o644), /Other users may read .*0644/, /chmod 600/],
    [
      "an SSH key",
      ({ key }) => writeFileSync(key, "-----BEGIN OPENSSH PRIVATE KEY-----\n"),
      /does not support SSH keys/,
      /AGE-SECRET/,
    ],
    [
      "a locked key",
      ({ key }) => writeFileSync(key, "age-encryption.org/v1\n"),
      /encrypted with a passphrase/,
      /AGE-SECRET/,
    ],
    ["an empty key", ({ key }) => writeFileSync(key, "# nothing\n"), /No usable age identity/, /AGE-SECRET/],
  ])("%s", async (_, spoil, message, fix) => {
    const { env, file } = await filled();
    spoil({ file, key: keyOf(env) });
    const problem = await problemOf(ageVault(file, env).ready());
    expect(problem).toBeInstanceOf(HomelabError);
    expect(problem).toMatchObject({
      message: expect.stringMatching(message) as string,
      fix: expect.stringMatching(fix) as string,
    });
  });

  test("another user's key", async () => {
    const { file } = await filled();
    const { env } = await filled();
    expect(await problemOf(ageVault(file, env).ready())).toMatchObject({
      message: expect.stringMatching(/not encrypted for your key/) as string,
    });
  });

  test("a path that only a shell expands, before a key is made there", async () => {
    const vault = ageVault(newFile(), { ...someone(), HOMELAB_AGE_KEY_FILE: "~/age.key" });
    await expect(vault.prepare({ dryRun: false })).rejects.toThrow(/is ~\/age\.key, but only a shell/);
    expect(existsSync("~")).toBe(false);
  });

  test("no new key is made when a file exists that it could not decrypt", async () => {
    const { env, file } = await filled();
    rmSync(keyOf(env));
    await expect(ageVault(file, env).prepare({ dryRun: false })).rejects.toThrow(/no key to decrypt it/);
    expect(readdirSync(join(env.HOME, ".config/homelab"))).toEqual([]);
  });
});
