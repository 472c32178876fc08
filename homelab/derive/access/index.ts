/** Secrets and their readers, and permissions in Proxmox VE. */
export { pveAccess, type PveAccess } from "./pve-access";
export { secrets, type SecretEntry } from "./secrets";
export { terraformAccess, terraformNeeds, terraformPrivileges } from "./terraform-role";
