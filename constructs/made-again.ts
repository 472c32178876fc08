import type { TerraformResource, TerraformResourceLifecycle } from "cdktf";

/** A guest, for resources that are deleted together with it. */
export interface MadeAgain {
  /** Terraform's address, for example `proxmox_virtual_environment_container.postgres`. */
  readonly resourceAddress: string;
}

/** Terraform's address of a resource; its `fqn` contains the address only as a token. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * Lifecycle of resources that Proxmox VE deletes together with a guest (its firewall, its membership in a pool).
 * Otherwise a replaced guest would lack them, and no plan would show it. The trigger is the id, which a mere change of
 * the guest keeps.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
 */
export function madeAgainWith({ resourceAddress }: MadeAgain): TerraformResourceLifecycle {
  return { replaceTriggeredBy: [`${resourceAddress}.id`] };
}
