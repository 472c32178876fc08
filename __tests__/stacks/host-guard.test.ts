import type { JsonObject } from "../support/provider-schema-types";
import { externalUplink, minimalHomelab, resourcesOf, stackDocuments } from "../support/stacks";

const routed = [
  "uplink: { mode: routed, transit: transit }",
  "networks: { transit: { bridge: vmbr0, vlan: 99, cidr: 10.0.99.0/30, routedBy: router } }",
  "",
].join("\n");

const hostOf = (more = ""): ReadonlyMap<string, JsonObject> =>
  new Map(resourcesOf(stackDocuments(minimalHomelab(more)).host));

const usual = hostOf();

/** Addresses that a resource depends on, by depends_on or by reference, directly or indirectly. */
function before(resources: ReadonlyMap<string, JsonObject>, address: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (each: string): void => {
    const text = JSON.stringify(resources.get(each));
    for (const other of resources.keys()) {
      const named = text.includes(`"${other}"`) || text.includes(`{${other}.`);
      if (!named || found.has(other)) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(address);
  return found;
}

const dangerous = /^proxmox_(network_|node_firewall|virtual_environment_(cluster_)?firewall)/;

describe.each([
  ["behind a NAT", ""],
  ["behind a router with static routes", routed],
  ["with a router that owns every gateway", externalUplink],
])("the hosts' stack %s", (_, more) => {
  const resources = hostOf(more);
  const dangers = [...resources.keys()].filter((address) => dangerous.test(address));

  test("changes no network and no firewall before the guard is armed", () => {
    expect(dangers.length).toBeGreaterThan(5);
    expect(dangers.filter((address) => !before(resources, address).has("null_resource.guard_pve"))).toEqual([]);
  });

  test("confirms only when everything is done, including the host's files", () => {
    const done = before(resources, "null_resource.confirm_pve");
    expect([...dangers, "null_resource.push_pve"].filter((address) => !done.has(address))).toEqual([]);
  });
});

test("the guard is armed again for every change, and only then", () => {
  const triggers = (host: ReadonlyMap<string, JsonObject>, of = "guard") =>
    host.get(`null_resource.${of}_pve`)?.["triggers"] as Readonly<Record<string, string>>;
  const minimal = triggers(usual);
  expect(triggers(usual, "confirm")).toEqual(minimal);
  const withoutLoki = triggers(hostOf("guests: { loki: { enabled: false } }\n"));
  expect(withoutLoki["network"]).toBe(minimal["network"]);
  expect(withoutLoki["firewall"]).not.toBe(minimal["firewall"]);
  expect(withoutLoki["bundle"]).not.toBe(minimal["bundle"]);
});

test("a plan shows the files that a host gets, and the command refuses any others", () => {
  const push = usual.get("null_resource.push_pve");
  const files = push?.["triggers"] as Readonly<Record<string, string>>;
  expect(Object.keys(files)).toEqual(expect.arrayContaining(["/etc/sysctl.d/60-homelab.conf", "manifest"]));
  expect(push?.["provisioner"]).toEqual([
    {
      "local-exec": {
        command: expect.stringMatching(/^npm run --silent homelab -- push pve --expect [0-9a-f]{64}$/) as string,
        working_dir: "../../..",
      },
    },
  ]);
});

test("a host reaches its router through a separate interface, with the address in the router's routes", () => {
  const resources = hostOf(routed);
  expect(resources.get("proxmox_network_linux_vlan.pve_vmbr0_99")).toMatchObject({
    name: "vmbr0.99",
    address: "10.0.99.2/30",
  });
});
