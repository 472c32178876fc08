import { endName, flowRules } from "../../homelab/derive";
import { isNone, views } from "../../homelab/model";
import { assembled } from "../support/assembled";

const { lab, problems } = assembled();

test("the catalog has no problems with the smallest homelab.yaml", () => {
  expect(problems).toEqual([]);
});

describe("ports that the operations of services name", () => {
  const named = lab.instances.flatMap(({ id, service: { operations, ports } }) => {
    const { metrics, health, uptime } = operations;
    const all = isNone(metrics) ? [] : [metrics].flat();
    const keys = [...all, health, uptime].flatMap((part) => ("port" in part ? [part.port] : []));
    return keys.map((key) => [id, key, ports[key]] as const);
  });

  test("are ports of the service", () => {
    expect(named.filter(([, , listen]) => listen === undefined)).toEqual([]);
  });

  test("can be reached from outside, where Uptime Kuma monitors them", () => {
    // Containers are monitored by name, inside their machine; everything else over the network.
    const hidden = lab.instances
      .filter(({ service: { app, operations, ports } }) => {
        const { uptime } = operations;
        return app === undefined && !isNone(uptime) && ports[uptime.port]?.local === true;
      })
      .map(({ id }) => id);
    expect(hidden).toEqual([]);
  });
});

test("every alert has a different name", () => {
  const names = [...lab.services.values()].flatMap(({ operations: { alerts } }) =>
    isNone(alerts) ? [] : alerts.map(({ name }) => name),
  );
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("a homelab without Loki is allowed: agents keep their journals, Grafana shows metrics", () => {
  expect(assembled({ guests: { loki: { enabled: false } } }).problems).toEqual([]);
});

test("only machines of ours reach Loki, which has no accounts", () => {
  const sources = views(lab)(flowRules)
    .filter(({ to, port }) => to.name === "loki" && port === 3100)
    .map(({ from }) => endName(from));
  expect(sources).toEqual(expect.arrayContaining(["postgres", "traefik", "grafana", "pve"]));
  expect(sources.filter((source) => !lab.machines.has(source))).toEqual([]);
});
