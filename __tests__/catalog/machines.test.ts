import { firewall, routes } from "../../homelab/derive";
import { views } from "../../homelab/model";
import { assembled } from "../support/assembled";

const shop = { databases: ["postgres", "mongodb"], redis: ["sessions", "cache"], uploads: true };

/** Requests of a web app, as `contract request`. */
function requestsOf(name: string, webApps: Readonly<Record<string, unknown>>): string[] {
  const { lab, problems } = assembled({ webApps });
  expect(problems).toEqual([]);
  return lab.connections
    .filter(({ consumer }) => consumer.service.name === `webapp-${name}`)
    .map(({ contract, use }) => `${contract.name} ${JSON.stringify(use.request)}`);
}

describe("web apps", () => {
  test("get what homelab.yaml lists, and nothing else", () => {
    expect(requestsOf("shop", { shop })).toEqual([
      'postgres {"database":"webapp_shop"}',
      'mongodb {"database":"webapp_shop"}',
      'redis {"number":2,"shared":true}',
      'redis {"number":3,"shared":true}',
      's3 {"bucket":"uploads","access":"read-write","folder":"user-avatars/shop"}',
      's3 {"bucket":"uploads","access":"read-write","folder":"documents/shop"}',
    ]);
    expect(requestsOf("blog", { blog: {} })).toEqual([]);
  });

  test("with hyphens in their name have underscores in their database's", () => {
    expect(requestsOf("my-shop", { "my-shop": { databases: ["postgres"], prefix: "coolify" } })).toEqual([
      'postgres {"database":"coolify_my_shop"}',
    ]);
  });

  test("share the Redis numbers, each with its own user and prefix", () => {
    const { lab, problems } = assembled({ webApps: { shop, blog: { redis: ["cache"] } } });
    const cache = lab.connections.filter(({ key, contract }) => key === "cache" && contract.name === "redis");
    expect(problems).toEqual([]);
    expect(cache.map(({ settings }) => settings)).toEqual([
      expect.objectContaining({ number: 3, user: "webapp-shop", prefix: "webapp-shop:" }),
      expect.objectContaining({ number: 3, user: "webapp-blog", prefix: "webapp-blog:" }),
    ]);
  });

  test("with a name too long for a database are refused where they are named", () => {
    const name = "a".repeat(60);
    const { problems } = assembled({ webApps: { [name]: { databases: ["postgres"] } } });
    expect(problems).toContainEqual(expect.objectContaining({ rule: "client-refused", path: ["webApps", name] }));
  });

  test("open the database network to their machine only for what they use", () => {
    const targets = (webApps: Readonly<Record<string, unknown>>): string[] => {
      const { lab } = assembled({ webApps });
      const guest = [...views(lab)(firewall).guests].find(([{ name }]) => name === "coolify");
      return (guest?.[1].rules ?? []).flatMap(({ direction, action, dest, port }) =>
        direction === "out" && action === "ACCEPT" ? [`${dest}:${port}`] : [],
      );
    };
    expect(targets({})).not.toContain("postgres:5432");
    expect(targets({ shop: { databases: ["postgres"] } })).toContain("postgres:5432");
    expect(targets({ shop: { databases: ["postgres"] } })).not.toContain("mongodb:27017");
  });
});

describe("Coolify", () => {
  const found = views(assembled().lab)(routes).filter(({ instance }) => instance.service.name === "coolify");

  test("its own proxy gets every name below apps, and controls access itself", () => {
    const any = found.find(({ fqdns }) => fqdns[0] === "*.apps.homelab.local");
    expect(any).toMatchObject({ target: "http://10.0.40.20:80", signOn: { mode: "none" } });
  });

  test("live updates and terminals reach their own ports under the name of the interface", () => {
    const targets = found
      .filter(({ fqdns }) => fqdns[0] === "coolify.homelab.local")
      .map(({ paths, target }) => [paths, target]);
    expect(targets).toEqual([
      [[], "http://10.0.40.20:8000"],
      [["/app"], "http://10.0.40.20:6001"],
      [["/terminal/ws"], "http://10.0.40.20:6002"],
    ]);
  });
});

test("Home Assistant is declared and has a name, but no plan touches it until it is adopted", () => {
  const { lab } = assembled();
  const route = views(lab)(routes).find(({ fqdns }) => fqdns[0] === "hass.homelab.local");
  expect(route?.target).toMatch(/:8123$/);
  expect(lab.machines.get("homeassistant")).toMatchObject({ managed: false });
  expect(assembled({ guests: { homeassistant: { adopt: true } } }).lab.machines.get("homeassistant")).toMatchObject({
    managed: true,
  });
});
