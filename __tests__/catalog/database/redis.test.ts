import { maxMemoryMiB } from "../../../homelab/catalog/database/redis/conf";
import { bundleFor, fileText, linesOf } from "../../support/bundles";

const bundle = bundleFor("redis");
const users = fileText(bundle, "/etc/homelab/redis/users.acl").trimEnd().split("\n");
const rightsOf = (user: string): readonly string[] =>
  users.find((line) => line.startsWith(`user ${user} `))?.split(" ") ?? [];

test("each application has a user with a prefix for keys and channels, and selects its own numbers", () => {
  const rows = users.map((line) => {
    const words = line.split(" ");
    return [words[1], ...words.filter((word) => /^([~&]|\+select)/.test(word))].join(" ");
  });
  expect(rows).toEqual([
    "default ~* &*",
    "exporter",
    "webapp-shop ~webapp-shop:* &webapp-shop:* +select|2 +select|3",
    "n8n ~n8n:* &n8n:* +select|1",
    "github-runner ~github-runner:* &github-runner:* +select|4",
  ]);
});

test("the list contains no password, and each user has the hash of its own", () => {
  expect(users.map((line) => line.match(/#<(.*?)>/)?.[1])).toEqual([
    "sha256 of redis/password",
    "sha256 of redis/exporter",
    "sha256 of redis/webapp-shop",
    "sha256 of redis/n8n",
    "sha256 of redis/github-runner",
  ]);
});

test("no application can empty, reconfigure or search the server, or list the keys of others", () => {
  for (const user of ["n8n", "webapp-shop"]) {
    expect(rightsOf(user)).toEqual(
      expect.arrayContaining(["-@admin", "-@dangerous", "-function", "-script|flush", "-scan", "-client|tracking"]),
    );
  }
  expect(rightsOf("exporter").filter((word) => word.startsWith("+@"))).toEqual([]);
});

test("a queue never loses a key, and data leaves memory for the fork that saves it", () => {
  const conf = fileText(bundle, "/etc/homelab/redis/redis.conf");
  expect(linesOf(conf, /^(maxmemory|append|save|databases|bind)/)).toEqual([
    "bind 127.0.0.1 10.0.20.12",
    "databases 16",
    "maxmemory 665mb",
    "maxmemory-policy noeviction",
    "appendonly yes",
    "appendfsync everysec",
    "save 900 1 300 100",
  ]);
  expect(linesOf(conf, /^# {1,2}\d/).slice(0, 6)).toEqual([
    "#  0  reserved for authentik",
    "#  1  n8n",
    "#  2  webapp-shop",
    "#  3  webapp-shop",
    "#  4  github-runner",
    "#  5  free",
  ]);
  expect(maxMemoryMiB(16)).toBe(32);
});
