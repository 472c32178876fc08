/** Who may do what, with which secret. */
export { pveAccess, type PveAccess } from "./pve-access";
export { secrets, type SecretEntry } from "./secrets";
export { terraformAccess, terraformNeeds, terraformPrivileges } from "./terraform-role";
