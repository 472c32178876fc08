import type { SecretPlaces } from "../../homelab/bundle";
import { generated } from "../../homelab/model";
import { followers, rotate, stagesOf, type Pushed } from "../../provision/secrets/rotation";
import { memoryVault } from "../support/vault";

const place = (item: string, providers: readonly string[], machines: readonly string[]): SecretPlaces => ({
  secret: generated(item, "password", `password of ${item}`),
  reference: `op://homelab/${item}/password`,
  readers: [],
  providers,
  machines,
  unreached: [],
});

const postgres = place("postgres", ["postgres"], ["docker", "grafana", "postgres"]);
const redis = place("redis", ["redis"], ["docker", "redis"]);
const shared = place("shared", [], ["docker", "grafana"]);

async function rotated(places: readonly SecretPlaces[], outcomes: Readonly<Record<string, Pushed>> = {}) {
  const { vault, kept } = memoryVault({
    "postgres/password": "old",
    "redis/password": "old",
    "shared/password": "old",
  });
  const pushes: string[] = [];
  const result = await rotate(places, {
    vault,
    generate: () => "new",
    resume: false,
    report: () => undefined,
    push: (names) => {
      pushes.push(names.join(" "));
      return Promise.resolve(outcomes[names.join(" ")] ?? "done");
    },
  });
  return { result, pushes, kept: Object.fromEntries(kept) };
}

test("the provider gets a secret first, then all other readers together, each machine once", async () => {
  const { pushes, kept, result } = await rotated([postgres, redis, shared]);
  expect(pushes).toEqual(["postgres", "redis", "docker grafana"]);
  expect(kept).toEqual({ "postgres/password": "new", "redis/password": "new", "shared/password": "new" });
  expect(result).toMatchObject({ taken: [postgres, redis, shared], behind: [] });
});

test("a provider that also reads a later secret is pushed again", () => {
  const first = place("first", ["a"], ["a", "b"]);
  const second = place("second", ["b"], ["a", "b"]);
  expect(followers(stagesOf([first, second]))).toEqual(["a"]);
});

test("after a refusal the vault matches the machines, and earlier secrets go on to their readers", async () => {
  const { pushes, kept, result } = await rotated([postgres, redis, shared], { redis: "refused" });
  expect(pushes).toEqual(["postgres", "redis", "docker grafana"]);
  expect(kept).toEqual({ "postgres/password": "new", "redis/password": "old", "shared/password": "old" });
  expect(result).toMatchObject({ taken: [postgres], restored: [redis], untouched: [shared] });
});

test("machines that cannot be reached afterwards are named; the new value stays", async () => {
  const { kept, result } = await rotated([postgres], { "docker grafana": "unknown" });
  expect(kept["postgres/password"]).toBe("new");
  expect(result).toMatchObject({ taken: [postgres], behind: ["docker", "grafana"] });
});
