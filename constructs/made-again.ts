import type { TerraformResource, TerraformResourceLifecycle } from "cdktf";

/** A guest as whatever ends with it refers to it. */
export interface MadeAgain {
  /** Terraform's address, for instance `proxmox_virtual_environment_container.postgres`. */
  readonly resourceAddress: string;
}

/** Terraform's address of a resource, which its `fqn` only holds as a token. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * Lifecycle of what Proxmox VE deletes together with a guest (its firewall, its place in a pool): a guest that is made
 * again would otherwise come back without it, and no plan would notice. It hangs on the id, which no mere change of the
 * guest touches.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
 */
export function madeAgainWith({ resourceAddress }: MadeAgain): TerraformResourceLifecycle {
  return { replaceTriggeredBy: [`${resourceAddress}.id`] };
}
