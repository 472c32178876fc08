import { stackFaults } from "./provider-schema";
import type { Json, JsonObject } from "./provider-schema-types";

/** A valid stack; each case below makes one change that is wrong. */
const sound = {
  terraform: {
    required_providers: {
      proxmox: { source: "bpg/proxmox", version: "0.111.1" },
      docker: { source: "kreuzwerker/docker", version: "3.6.2" },
    },
  },
  provider: {
    proxmox: [{ endpoint: "https://192.168.1.2:8006/", ssh: { node: [{ name: "pve", address: "192.168.1.2" }] } }],
  },
  import: [{ to: "proxmox_virtual_environment_vm.docker", id: "pve/203" }],
  resource: {
    proxmox_virtual_environment_vm: {
      docker: {
        node_name: "pve",
        vm_id: 203,
        tags: ["homelab"],
        memory: { dedicated: 1024 },
        disk: [{ interface: "scsi0", size: 8 }],
        network_device: [
          {
            bridge: "vmbr1",
            disconnected: null,
            enabled: null,
            firewall: true,
            mac_address: null,
            model: null,
            mtu: null,
            queues: null,
            rate_limit: null,
            trunks: null,
            vlan_id: 40,
          },
        ],
        lifecycle: { prevent_destroy: true, ignore_changes: ["disk[0].file_id", "initialization[0].user_account"] },
      },
    },
    proxmox_pool_membership: {
      docker: { pool_id: "homelab", vm_id: "${proxmox_virtual_environment_vm.docker.vm_id}" },
    },
    proxmox_backup_job: {
      guests: {
        id: "guests",
        schedule: "02:30",
        storage: "nas",
        fleecing: { enabled: true },
        prune_backups: { "keep-last": "1" },
      },
    },
    docker_container: {
      n8n: {
        name: "n8n",
        image: "n8n:1",
        healthcheck: { test: ["CMD", "true"] },
        env: ["PRICE=$${amount}"],
        depends_on: ["proxmox_virtual_environment_vm.docker"],
      },
    },
  },
} as const satisfies JsonObject;

const vm = ["resource", "proxmox_virtual_environment_vm", "docker"];
const job = ["resource", "proxmox_backup_job", "guests"];
const container = ["resource", "docker_container", "n8n"];

const wrong: readonly (readonly [fault: string, path: readonly string[], value: Json | undefined, expected: RegExp])[] =
  [
    ["unknown section", ["data"], {}, /^data: no stack has such a section$/],
    [
      "unknown resource type",
      ["resource", "proxmox_vmm"],
      { a: {} },
      /^proxmox_vmm\.a: no provider has this resource type$/,
    ],
    [
      "provider not required",
      ["terraform", "required_providers", "docker"],
      undefined,
      /n8n: the stack does not require/,
    ],
    [
      "provider of another version",
      ["terraform", "required_providers", "docker", "version"],
      "3.0.0",
      /facts are of .* 3\.6\.2/,
    ],
    [
      "unknown provider argument",
      ["provider", "proxmox", "0", "host"],
      "x",
      /^provider\.proxmox\.host: unknown attribute$/,
    ],
    ["a token", ["provider", "proxmox", "0", "api_token"], "x", /api_token: the stack would contain a secret$/],
    ["unknown attribute", [...vm, "cores"], 2, /docker\.cores: unknown attribute$/],
    ["unknown attribute in a block", [...vm, "memory", "mib"], 2, /docker\.memory\.mib: unknown attribute$/],
    ["deprecated attribute", [...vm, "timeout_move_disk"], 60, /timeout_move_disk: deprecated$/],
    ["text instead of a number", [...vm, "vm_id"], "203", /vm_id: must be a number$/],
    ["number instead of text", [...vm, "node_name"], 1, /node_name: must be a string$/],
    ["text instead of a truth value", [...vm, "started"], "yes", /started: must be a bool$/],
    ["one instead of a list", [...vm, "tags"], "homelab", /tags: must be a list$/],
    ["wrong type in a list", [...vm, "tags"], [1], /tags\[0\]: must be a string$/],
    ["wrong type in a map", [...job, "prune_backups", "keep-last"], 1, /keep-last: must be a string$/],
    ["the same twice in a set", [...container, "env"], ["A=1", "A=1"], /env: a set holds each member once$/],
    ["missing attribute", [...vm, "node_name"], undefined, /docker: the attribute node_name is required$/],
    ["null for a required attribute", [...vm, "node_name"], null, /docker: the attribute node_name is required$/],
    ["missing attribute in a block", [...container, "healthcheck"], {}, /healthcheck: the attribute test is required$/],
    ["computed attribute", [...vm, "ipv4_addresses"], [["10.0.40.10"]], /ipv4_addresses: the provider computes it/],
    ["two where one block goes", [...vm, "memory"], [{}, {}], /memory: takes at most 1 blocks$/],
    ["text where a block goes", [...vm, "memory"], "1024", /memory: must be a block$/],
    ["unknown nested attribute", [...job, "fleecing", "disk"], "x", /fleecing\.disk: unknown attribute$/],
    ["wrong nested type", [...job, "fleecing"], true, /fleecing: must be an object$/],
    [
      "network device without a key",
      [...vm, "network_device", "0", "mtu"],
      undefined,
      /network_device\[0\]: the key mtu is missing/,
    ],
    ["network device with a key too many", [...vm, "network_device", "0", "speed"], null, /speed: unknown attribute$/],
    [
      "depends_on nothing",
      [...container, "depends_on"],
      ["docker_image.n8n"],
      /depends_on: there is no docker_image\.n8n$/,
    ],
    ["a second provider", [...vm, "provider"], "proxmox.root", /each stack has one configuration/],
    ["unknown lifecycle", [...vm, "lifecycle", "prevent_all"], true, /prevent_all: Terraform knows no such setting$/],
    ["null in a lifecycle", [...vm, "lifecycle", "prevent_destroy"], null, /prevent_destroy: must be a bool$/],
    [
      "ignored nothing",
      [...vm, "lifecycle", "ignore_changes"],
      ["disk[0].name"],
      /there is no attribute disk\[0\]\.name$/,
    ],
    ["import of nothing", ["import", "0", "to"], "proxmox_virtual_environment_vm.nas", /^import: there is no .*nas"$/],
    ["import without an id", ["import", "0", "id"], "", /^import: .* without an id$/],
    [
      "reference to nothing",
      [...job, "pool"],
      "${proxmox_virtual_environment_pool.homelab.pool_id}",
      /refers to nothing in this stack$/,
    ],
    [
      "reference to no attribute",
      [...job, "pool"],
      "${proxmox_virtual_environment_vm.docker.pool}",
      /has no attribute pool$/,
    ],
    ["reference in the middle of a text", [...job, "pool"], "a-${var.pool}", /\$\{var\.pool\} refers to nothing/],
    ["reference to itself", [...container, "image"], "${docker_container.n8n.name}", /n8n: depends on itself/],
  ];

describe("the checker of synthesized stacks", () => {
  test("a sound stack passes", () => expect(stackFaults(sound)).toEqual([]));

  test.each(wrong)("refuses: %s", (_, path, value, expected) => {
    const faults = stackFaults(spoiled(sound, path, value));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(expected);
  });

  test("refuses a stack without a required nested block", () => {
    const hosts = {
      attributes: {},
      block_types: { entry: { nesting_mode: "list", min_items: 1, block: {} } },
    } as const;
    const schemas = { resources: new Map([["docker_hosts", hosts]]), providers: new Map() };
    const stack = { resource: { docker_hosts: { a: {} } } };
    expect(stackFaults(stack, schemas)).toContain("docker_hosts.a: the block entry is required");
  });

  test("refuses a cycle of resources", () => {
    const back = spoiled(sound, [...vm, "depends_on"], ["docker_container.n8n"]);
    expect(stackFaults(back)).toEqual([expect.stringMatching(/depends on itself: .* -> docker_container\.n8n -> /)]);
  });
});

/** A copy in which one value is replaced or removed. */
function spoiled(document: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
  const copy = structuredClone(document) as Record<string, Json>;
  let place: Record<string, Json> = copy;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string, Json>;
  const last = path.at(-1) ?? "";
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}
