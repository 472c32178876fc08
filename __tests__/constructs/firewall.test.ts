import { ClusterFirewall } from "../../constructs/cluster-firewall";
import type { FirewallRule } from "../../constructs/firewall-rule";
import type { GuestProps } from "../../constructs/guest";
import { GuestFirewall } from "../../constructs/guest-firewall";
import { LxcGuest } from "../../constructs/lxc-guest";
import { VmGuest } from "../../constructs/vm-guest";
import { stackFaults } from "../support/provider-schema";
import type { JsonObject } from "../support/provider-schema-types";
import { resource, synthesized } from "../support/synthesized";

const management: FirewallRule = {
  direction: "in",
  action: "ACCEPT",
  protocol: "tcp",
  port: 8006,
  source: "+operators",
  comment: "operators manage",
};

function cluster(): JsonObject {
  return synthesized(
    (stack) =>
      new ClusterFirewall(stack, "cluster", {
        aliases: [{ name: "docker", address: "10.0.40.10", comment: "Docker host" }],
        sets: [
          { name: "operators", comment: "may manage", entries: [{ cidr: "192.168.1.9" }, { cidr: "192.168.1.10" }] },
        ],
        groups: [{ name: "guest", comment: "every guest", rules: [{ ...management, port: "80:85", protocol: "tcp" }] }],
        rules: [management, { ...management, source: "+elsewhere" }, { ...management, source: "docker" }],
        nodes: ["pve", "pve2"],
      }),
  );
}

describe("the firewall of the cluster", () => {
  test("the provider accepts it", () => {
    expect(stackFaults(cluster())).toEqual([]);
  });

  test("is enabled only when rules, sets, groups and the nodes' options exist, so that no operator is locked out", () => {
    const { depends_on: first } = resource(cluster(), "proxmox_virtual_environment_cluster_firewall", "cluster");
    expect(first).toEqual([
      "proxmox_virtual_environment_firewall_rules.cluster",
      "proxmox_virtual_environment_firewall_alias.docker",
      "proxmox_virtual_environment_firewall_ipset.operators",
      "proxmox_virtual_environment_cluster_firewall_security_group.guest",
      "proxmox_node_firewall.pve",
      "proxmox_node_firewall.pve2",
    ]);
  });

  test("rules refer to sets and aliases of the stack by their resource, and to others by name", () => {
    const operators = "+${proxmox_virtual_environment_firewall_ipset.operators.name}";
    const { rule } = resource(cluster(), "proxmox_virtual_environment_firewall_rules", "cluster");
    expect(rule).toMatchObject([
      { source: operators, dport: "8006" },
      { source: "+elsewhere" },
      { source: "${proxmox_virtual_environment_firewall_alias.docker.name}" },
    ]);
    const group = resource(cluster(), "proxmox_virtual_environment_cluster_firewall_security_group", "guest");
    expect(group["rule"]).toMatchObject([{ source: operators, dport: "80:85" }]);
  });
});

function guest(kind: "lxc" | "vm", more: Partial<GuestProps> = {}): JsonObject {
  return synthesized((stack) => {
    const common = {
      node: "pve",
      vmid: 105,
      hostname: "db",
      title: "db",
      cores: 1,
      memoryMiB: 512,
      network: { bridge: "vmbr1", address: "10.0.20.10/24" },
      ...more,
    };
    const made =
      kind === "lxc"
        ? new LxcGuest(stack, "db", { ...common, templateFileId: "local:vztmpl/a.tar.zst", datastore: "a", diskGiB: 4 })
        : new VmGuest(stack, "db", { ...common, firmware: "seabios", machine: "q35", agent: false, disks: [] });
    new GuestFirewall(stack, "db", {
      groups: ["guest"],
      rules: [{ ...management, comment: "n8n.db, ${x}" }],
      outputPolicy: "DROP",
      guest: made,
    });
  });
}

describe("the firewall of a guest", () => {
  test("the provider accepts it", () => {
    expect(stackFaults(guest("lxc"))).toEqual([]);
    expect(stackFaults(guest("vm", { adopt: true }))).toEqual([]);
  });

  test("groups come before rules, and comments are unchanged", () => {
    const { rule, container_id: id } = resource(guest("lxc"), "proxmox_virtual_environment_firewall_rules", "db");
    expect(rule).toMatchObject([{ security_group: "guest" }, { comment: "n8n.db, $${x}" }]);
    expect(id).toBe(105);
  });

  test("sets every option: no advertised routes, no forged addresses, no incoming packet without a rule", () => {
    expect(resource(guest("lxc"), "proxmox_virtual_environment_firewall_options", "db")).toMatchObject({
      enabled: true,
      dhcp: false,
      radv: false,
      ndp: true,
      macfilter: true,
      ipfilter: true,
      input_policy: "DROP",
      output_policy: "DROP",
      log_level_in: "info",
      log_level_out: "info",
      depends_on: ["proxmox_virtual_environment_firewall_rules.db"],
    });
  });

  test("a VM may send from its own address before the address filter is on; otherwise all its IPv4 is dropped", () => {
    const stack = guest("vm");
    expect(resource(stack, "proxmox_virtual_environment_firewall_ipset", "db_net0")).toMatchObject({
      name: "ipfilter-net0",
      vm_id: 105,
      cidr: [{ name: "10.0.20.10" }],
    });
    const { depends_on: first } = resource(stack, "proxmox_virtual_environment_firewall_options", "db");
    expect(first).toContain("proxmox_virtual_environment_firewall_ipset.db_net0");
  });

  test("rules of an adopted guest are imported, because the provider adds none to existing ones", () => {
    expect(guest("vm", { adopt: true })["import"]).toContainEqual({
      to: "proxmox_virtual_environment_firewall_rules.db",
      id: "vm/pve/105",
    });
    expect(guest("lxc", { adopt: true })["import"]).toContainEqual({
      to: "proxmox_virtual_environment_firewall_rules.db",
      id: "container/pve/105",
    });
    expect(guest("lxc")["import"]).toBeUndefined();
  });
});
