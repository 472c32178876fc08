import { LxcGuest, type LxcGuestProps } from "../../constructs/lxc-guest";
import { stackFaults } from "../support/provider-schema";
import { resource, synthesized } from "../support/synthesized";

const props: LxcGuestProps = {
  node: "pve",
  vmid: 105,
  hostname: "postgresql",
  title: "LXC 5: PostgreSQL Server",
  cores: 2,
  memoryMiB: 3072,
  diskGiB: 30,
  datastore: "local-lvm",
  templateFileId: "local:vztmpl/debian-13-standard_13.6-1_amd64.tar.zst",
  network: { bridge: "vmbr1", vlan: 20, address: "10.0.20.10/24", gateway: "10.0.20.1" },
};

const stackWith = (more: Partial<LxcGuestProps>) =>
  synthesized((stack) => new LxcGuest(stack, "postgresql", { ...props, ...more }));
const container = (more: Partial<LxcGuestProps> = {}) =>
  resource(stackWith(more), "proxmox_virtual_environment_container", "postgresql");

describe("an LXC guest", () => {
  test("the provider accepts the smallest and the largest configuration", () => {
    expect(stackFaults(stackWith({}))).toEqual([]);
    const most: Partial<LxcGuestProps> = {
      description: "Databases.",
      tags: ["homelab"],
      dns: { domain: "homelab.local", servers: ["10.0.30.11"] },
      startup: { order: 2, upDelaySeconds: 10, downDelaySeconds: 60 },
      network: { ...props.network, mac: "02:00:00:00:00:05" },
      stateful: true,
      adopt: true,
      pool: "homelab",
    };
    expect(stackFaults(stackWith(most))).toEqual([]);
  });

  test("runs unprivileged with nesting, which an API token may set", () => {
    expect(container()).toMatchObject({ unprivileged: true, features: { nesting: true }, memory: { swap: 512 } });
    expect(container()["initialization"]).not.toHaveProperty("user_account");
  });

  test("a stateful one cannot be destroyed, and plans ignore what would replace it", () => {
    // What root sets on the node stays, stateful or not.
    expect(container()["lifecycle"]).toEqual({ ignore_changes: ["device_passthrough"] });
    expect(container({ stateful: true })["lifecycle"]).toEqual({
      prevent_destroy: true,
      ignore_changes: [
        "operating_system[0].template_file_id",
        "initialization[0].user_account",
        "mount_point",
        "device_passthrough",
      ],
    });
  });

  test("an existing one is imported by node and VMID, and not replaced because of what cannot be read back", () => {
    expect(stackWith({ adopt: true })["import"]).toEqual([
      { to: "proxmox_virtual_environment_container.postgresql", id: "pve/105" },
    ]);
    expect(container({ adopt: true })["lifecycle"]).toHaveProperty("ignore_changes");
  });

  test("tags are spelt as Proxmox VE stores them", () => {
    expect(container({ tags: ["homelab", "Database", "database"] })["tags"]).toEqual(["database", "homelab"]);
  });

  test("its notes say what it is and that Terraform manages it", () => {
    const { description } = container({ description: "Ports: ${none}.\n" });
    expect(description).toBe(
      "LXC 5: PostgreSQL Server\n\nPorts: $${none}.\n\nManaged by Terraform: what is changed by hand is changed back.",
    );
  });

  test("joins a pool by a membership, because the container's own pool_id would replace it", () => {
    const stack = stackWith({ pool: "homelab" });
    expect(resource(stack, "proxmox_pool_membership", "postgresql")).toEqual({
      pool_id: "homelab",
      vm_id: "${proxmox_virtual_environment_container.postgresql.vm_id}",
      // A replaced container is not in a pool.
      lifecycle: { replace_triggered_by: ["proxmox_virtual_environment_container.postgresql.id"] },
    });
    expect(container({ pool: "homelab" })).not.toHaveProperty("pool_id");
  });

  test("an override wins: objects are merged, arrays replaced", () => {
    const overridden = container({
      override: { memory: { swap: 0 }, networkInterface: [{ name: "eth0", bridge: "vmbr0" }], protection: true },
    });
    expect(overridden).toMatchObject({
      memory: { dedicated: 3072, swap: 0 },
      network_interface: [{ name: "eth0", bridge: "vmbr0" }],
      protection: true,
    });
    expect(overridden["network_interface"]).toHaveLength(1);
  });

  test("its address in the state comes from its key, and an invalid key is refused", () => {
    const make = (key: string) => () => synthesized((stack) => new LxcGuest(stack, key, props));
    expect(resource(make("node-1")(), "proxmox_virtual_environment_container", "node_1")).toBeDefined();
    expect(make("Postgre SQL")).toThrow(/"Postgre SQL" cannot name a Terraform resource/);
  });
});
