import type { Site } from "../../site";

/** What Terraform may do in Proxmox VE, and why. `homelab bootstrap` creates user, role and token on the host. */

/** User, role and token of Terraform. The user has no password, so people cannot log in as this user. */
export const terraformAccess = {
  userId: "homelab@pve",
  roleId: "HomelabTerraform",
  /** ACL path: firewall, networks and access belong to the cluster. */
  path: "/",
  token: "terraform",
} as const;

/** Privileges, and what needs them. */
export interface PrivilegeNeed {
  readonly privileges: readonly string[];
  /** Terraform resource types whose API calls require them. */
  readonly resources: readonly string[];
  /** One sentence. */
  readonly why: string;
  /** The only major version of Proxmox VE that has them. Every other version refuses the whole role. */
  readonly only?: Site["pve"]["version"];
}

const guests = ["proxmox_virtual_environment_container", "proxmox_virtual_environment_vm"];

/**
 * Taken from the permission checks of the API calls that the provider makes for our resources (pve-access-control,
 * pve-manager, qemu-server, pve-container, pve-storage and pve-firewall; the same in 8.4 and 9 except the guest agent).
 *
 * This list is hygiene, not a security boundary: a user with Permissions.Modify can grant itself the rest.
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
    why: "Grants the services that read the whole cluster their role on /.",
  },
  {
    privileges: ["User.Modify", "Realm.AllocateUser"],
    resources: ["proxmox_virtual_environment_user"],
    why: "Creates the users of services that call the API.",
  },
  {
    privileges: ["Pool.Allocate", "Pool.Audit"],
    resources: ["proxmox_virtual_environment_pool", "proxmox_pool_membership"],
    why: "Creates the pool of the homelab and adds guests to it.",
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
    why: "Adds datastores, reads their configuration, uses snippets, removes images, and sets how many backups are kept.",
  },
  {
    privileges: ["Datastore.AllocateTemplate"],
    resources: ["proxmox_download_file"],
    why: "Downloads images and templates to datastores.",
  },
  {
    privileges: ["Datastore.AllocateSpace", "Datastore.Audit"],
    resources: ["proxmox_backup_job", "proxmox_virtual_environment_file", ...guests],
    why: "Creates disks of guests, and lists the contents of datastores.",
  },
  {
    privileges: ["VM.Allocate", "VM.Audit", "VM.PowerMgmt"],
    resources: [...guests, "proxmox_pool_membership", "proxmox_virtual_environment_firewall_rules"],
    why: "Creates, reads, starts and stops guests.",
  },
  {
    privileges: ["VM.Config.CPU", "VM.Config.Disk", "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options"],
    resources: guests,
    why: "Configures cores, disks, memory, network and options of guests.",
  },
  {
    privileges: ["VM.Config.CDROM", "VM.Config.Cloudinit", "VM.Config.HWType"],
    resources: ["proxmox_virtual_environment_vm"],
    why: "Sets chipset, firmware and consoles of virtual machines, and the drive that cloud-init reads.",
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
    why: "Asks the guest agent whether a change may restart a virtual machine; Proxmox VE 8 has no narrower privilege.",
    only: 8,
  },
  {
    privileges: ["VM.GuestAgent.Audit"],
    resources: ["proxmox_virtual_environment_vm"],
    why: "Asks the guest agent whether a change may restart a virtual machine.",
    only: 9,
  },
  {
    privileges: ["Mapping.Audit", "SDN.Audit", "VM.Snapshot"],
    resources: ["proxmox_acl"],
    why: "Part of the roles that services get: Terraform should not grant privileges that it does not have.",
  },
];

/** Privileges of the role for a major version of Proxmox VE, sorted. */
export function terraformPrivileges(version: Site["pve"]["version"]): readonly string[] {
  const known = terraformNeeds.filter(({ only }) => only === undefined || only === version);
  return [...new Set(known.flatMap(({ privileges }) => privileges))].toSorted();
}
