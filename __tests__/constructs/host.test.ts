import { BackupJob } from "../../constructs/backup-job";
import { NfsDatastore } from "../../constructs/datastore";
import { GuestImage, imageFileId } from "../../constructs/guest-image";
import { GuestPool } from "../../constructs/guest-pool";
import { HostNetwork } from "../../constructs/host-network";
import { PveAcl, PveRole, PveUser } from "../../constructs/pve-access";
import { Snippet } from "../../constructs/snippet";
import { stackFaults } from "../support/provider-schema";
import { resource, synthesized } from "../support/synthesized";

describe("the network of a host", () => {
  const stack = synthesized(
    (into) =>
      new HostNetwork(into, "pve", {
        node: "pve",
        bridge: "vmbr1",
        comment: "networks that never leave the box",
        vlans: [
          { vlan: 30, address: "10.0.30.1/24", comment: "infrastructure" },
          { vlan: 10, address: "10.0.10.1/24", comment: "management" },
          { vlan: 20, address: "10.0.20.1/24", comment: "database" },
        ],
      }),
  );

  test("the provider accepts it", () => expect(stackFaults(stack)).toEqual([]));

  test("the bridge has no ports and only allows the VLANs in use", () => {
    const bridge = resource(stack, "proxmox_network_linux_bridge", "pve_vmbr1");
    expect(bridge).toMatchObject({ name: "vmbr1", vlan_aware: true, vids: "10 20 30" });
    expect(bridge).not.toHaveProperty("ports");
    expect(bridge).not.toHaveProperty("address");
  });

  test("interfaces are made one after another, because each reloads the host's network", () => {
    const after = (name: string) => resource(stack, "proxmox_network_linux_vlan", name)["depends_on"];
    expect(after("pve_vmbr1_10")).toEqual(["proxmox_network_linux_bridge.pve_vmbr1"]);
    expect(after("pve_vmbr1_20")).toEqual(["proxmox_network_linux_vlan.pve_vmbr1_10"]);
    expect(after("pve_vmbr1_30")).toEqual(["proxmox_network_linux_vlan.pve_vmbr1_20"]);
  });
});

describe("images, datastores and backups", () => {
  const image = {
    node: "pve",
    datastore: "local",
    contentType: "vztmpl",
    url: "https://download.example.org/debian-13-standard_13.6-1_amd64.tar.zst",
    fileName: "debian-13-standard_13.6-1_amd64.tar.zst",
    checksum: { algorithm: "sha512", value: "00" },
  } as const;
  const stack = synthesized((into) => {
    new GuestImage(into, "debian-13-lxc", image);
    new NfsDatastore(into, "iso", {
      id: "iso",
      nodes: ["pve"],
      content: ["iso"],
      server: "10.0.40.5",
      export: "/volume1/iso",
    });
    new NfsDatastore(into, "nas", {
      id: "nas",
      nodes: ["pve2", "pve"],
      content: ["iso", "backup"],
      retention: { keepLast: 3 },
      server: "10.0.40.5",
      export: "/volume1/backups/proxmox-dumps",
    });
    new GuestPool(into, "homelab", { poolId: "homelab", comment: "guests of the homelab" });
    const retention = { keepDaily: 7, keepWeekly: 4, keepMonthly: 6 };
    new BackupJob(into, "guests", { id: "homelab", schedule: "02:30", storage: "nas", pool: "homelab", retention });
    new BackupJob(into, "all", { id: "all", schedule: "sat 03:00", storage: "nas", pool: "homelab", retention: {} });
    new Snippet(into, "docker-user-data", { node: "pve", datastore: "local", fileName: "a.yaml", content: "a: ${b}" });
  });

  test("the provider accepts them", () => expect(stackFaults(stack)).toEqual([]));

  test("an image is fetched once and never replaced because of its size", () => {
    expect(resource(stack, "proxmox_download_file", "debian_13_lxc")).toMatchObject({
      overwrite: false,
      overwrite_unmanaged: true,
      checksum: "00",
      checksum_algorithm: "sha512",
    });
    expect(imageFileId(image)).toBe("local:vztmpl/debian-13-standard_13.6-1_amd64.tar.zst");
  });

  test("a datastore names its nodes and its retention, which otherwise differ in every plan", () => {
    expect(resource(stack, "proxmox_storage_nfs", "nas")).toMatchObject({
      nodes: ["pve", "pve2"],
      content: ["backup", "iso"],
      backups: { keep_all: false, keep_last: 3 },
    });
    expect(resource(stack, "proxmox_storage_nfs", "iso")).toMatchObject({ backups: { keep_all: true } });
  });

  test("backups take a pool, so that a removed guest leaves no trace in the job", () => {
    const job = resource(stack, "proxmox_backup_job", "guests");
    expect(job).toMatchObject({
      pool: "homelab",
      prune_backups: { "keep-daily": "7", "keep-weekly": "4", "keep-monthly": "6" },
    });
    expect(job).not.toHaveProperty("vmid");
    expect(resource(stack, "proxmox_backup_job", "all")["prune_backups"]).toEqual({ "keep-all": "1" });
  });

  test("a snippet arrives unchanged", () => {
    expect(resource(stack, "proxmox_virtual_environment_file", "docker_user_data")["source_raw"]).toEqual({
      data: "a: $${b}",
      file_name: "a.yaml",
    });
  });
});

describe("users and rights", () => {
  const stack = synthesized((into) => {
    const role = new PveRole(into, "auditor", { roleId: "HomelabAuditor", privileges: ["VM.Audit", "Sys.Audit"] });
    const user = new PveUser(into, "exporter", { userId: "exporter@pve", comment: "metrics" });
    new PveAcl(into, "exporter", { path: "/", role, to: user });
    new PveAcl(into, "brought", { path: "/vms/105", role: "PVEAuditor", to: user });
  });

  test("the provider accepts them", () => expect(stackFaults(stack)).toEqual([]));

  test("a user gets a role when role and user exist", () => {
    expect(resource(stack, "proxmox_acl", "exporter")).toEqual({
      path: "/",
      propagate: true,
      role_id: "${proxmox_virtual_environment_role.auditor.role_id}",
      user_id: "${proxmox_virtual_environment_user.exporter.user_id}",
    });
    expect(resource(stack, "proxmox_acl", "brought")).toMatchObject({ role_id: "PVEAuditor", path: "/vms/105" });
  });

  test("the state contains neither a password nor a token of a user", () => {
    expect(resource(stack, "proxmox_virtual_environment_user", "exporter")).toEqual({
      user_id: "exporter@pve",
      comment: "metrics",
      enabled: true,
    });
  });
});
