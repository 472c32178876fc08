import type { Site } from "../../site";

/** What Terraform may do in Proxmox VE, and why. `homelab bootstrap` makes user, role and token on the host. */

/** User, role and token that Terraform works with. The user has no password: nobody logs in as it. */
export const terraformAccess = {
  userId: "homelab@pve",
  roleId: "HomelabTerraform",
  /** ACL path: firewall, networks and access are the cluster's own. */
  path: "/",
  token: "terraform",
} as const;

/** Privileges, and what would be refused without them. */
export interface PrivilegeNeed {
  readonly privileges: readonly string[];
  /** Terraform resource types whose calls ask for them. */
  readonly resources: readonly string[];
  /** One sentence. */
  readonly why: string;
  /** Only this major version of Proxmox VE knows them, and every other refuses the whole role. */
  readonly only?: Site["pve"]["version"];
}

const guests = ["proxmox_virtual_environment_container", "proxmox_virtual_environment_vm"];

/**
 * Read off the permission checks of the calls that the provider makes for our resources (pve-access-control, pve-manager,
 * qemu-server, pve-container, pve-storage and pve-firewall; the same in 8.4 and 9 but for the guest agent).
 *
 * It is hygiene and no boundary: a user with Permissions.Modify could give itself the rest.
 */
export const terraformNeeds: readonly PrivilegeNeed[] = [
  {
    privileges: ["Sys.Audit", "Sys.Modify"],
    resources: [
      "proxmox_backup_job",
      "proxmox_download_file",
      "proxmox_network_linux_bridge",
      "proxmox_network_linux_vlan",
      "proxmox_node_firewall",
      "proxmox_virtual_environment_cluster_firewall",
      "proxmox_virtual_environment_cluster_firewall_security_group",
      "proxmox_virtual_environment_firewall_alias",
      "proxmox_virtual_environment_firewall_ipset",
      "proxmox_virtual_environment_firewall_rules",
      "proxmox_virtual_environment_role",
      ...guests,
    ],
    why: "Networks and firewall of the hosts, roles, downloads from the internet, backup jobs, and the start order of guests.",
  },
  {
    privileges: ["Permissions.Modify"],
    resources: ["proxmox_acl"],
    why: "Gives services that read the whole cluster their role on /.",
  },
  {
    privileges: ["User.Modify", "Realm.AllocateUser"],
    resources: ["proxmox_virtual_environment_user"],
    why: "Makes the users of services that call the API.",
  },
  {
    privileges: ["Pool.Allocate", "Pool.Audit"],
    resources: ["proxmox_virtual_environment_pool", "proxmox_pool_membership"],
    why: "Makes the pool of the homelab and puts guests into it.",
  },
  {
    privileges: ["Datastore.Allocate"],
    resources: [
      "proxmox_backup_job",
      "proxmox_download_file",
      "proxmox_storage_nfs",
      "proxmox_virtual_environment_file",
      "proxmox_virtual_environment_vm",
    ],
    why: "Adds datastores, reads where they lie, uses snippets, removes images, and says how many backups are kept.",
  },
  {
    privileges: ["Datastore.AllocateTemplate"],
    resources: ["proxmox_download_file"],
    why: "Puts images and templates onto datastores.",
  },
  {
    privileges: ["Datastore.AllocateSpace", "Datastore.Audit"],
    resources: ["proxmox_backup_job", "proxmox_virtual_environment_file", ...guests],
    why: "Makes disks of guests, and sees what datastores hold.",
  },
  {
    privileges: ["VM.Allocate", "VM.Audit", "VM.PowerMgmt"],
    resources: [...guests, "proxmox_pool_membership", "proxmox_virtual_environment_firewall_rules"],
    why: "Makes guests, reads them back, starts and stops them.",
  },
  {
    privileges: ["VM.Config.CPU", "VM.Config.Disk", "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options"],
    resources: guests,
    why: "Sets what a guest is made of.",
  },
  {
    privileges: ["VM.Config.CDROM", "VM.Config.Cloudinit", "VM.Config.HWType"],
    resources: ["proxmox_virtual_environment_vm"],
    why: "Sets chipset, firmware and consoles of machines, and the drive that cloud-init reads.",
  },
  {
    privileges: ["VM.Config.Network", "VM.Audit"],
    resources: [
      "proxmox_virtual_environment_firewall_ipset",
      "proxmox_virtual_environment_firewall_options",
      "proxmox_virtual_environment_firewall_rules",
    ],
    why: "Sets and reads the firewalls of guests.",
  },
  {
    privileges: ["SDN.Use"],
    resources: guests,
    why: "Connects guests to bridges and their VLANs.",
  },
  {
    privileges: ["VM.Backup"],
    resources: ["proxmox_backup_job"],
    why: "Backs up the pool.",
  },
  {
    privileges: ["VM.Monitor"],
    resources: ["proxmox_virtual_environment_vm"],
    why: "Asks the guest agent whether a machine can be restarted for a change; Proxmox VE 8 has no narrower privilege.",
    only: 8,
  },
  {
    privileges: ["VM.GuestAgent.Audit"],
    resources: ["proxmox_virtual_environment_vm"],
    why: "Asks the guest agent whether a machine can be restarted for a change.",
    only: 9,
  },
  {
    privileges: ["Mapping.Audit", "SDN.Audit", "VM.Snapshot"],
    resources: ["proxmox_acl"],
    why: "Part of the roles that services get: nobody should hand out what they do not have.",
  },
];

/** Privileges of the role for a major version of Proxmox VE, sorted. */
export function terraformPrivileges(version: Site["pve"]["version"]): readonly string[] {
  const known = terraformNeeds.filter(({ only }) => only === undefined || only === version);
  return [...new Set(known.flatMap(({ privileges }) => privileges))].toSorted();
}
