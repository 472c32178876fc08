/** Secrets and their readers, and permissions in Proxmox VE. */
export { pveAccess } from "./pve-access";
export { secrets, type SecretEntry } from "./secrets";
export { terraformAccess, terraformNeeds } from "./terraform-role";
