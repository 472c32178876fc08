import type { ITerraformDependable, TerraformResource, TerraformResourceLifecycle } from "cdktf";

/** A guest as what belongs to it refers to it. */
export interface GuestResource extends ITerraformDependable {
  /** Terraform's address, for instance `proxmox_virtual_environment_container.postgres`. */
  readonly address: string;
}

/** Terraform's address of a resource, which its `fqn` only holds as a token. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * Lifecycle of what Proxmox VE deletes together with a guest (its firewall, its place in a pool): a guest that is made
 * again would otherwise come back without it, and no plan would notice. It hangs on the id, which no mere change of the
 * guest touches.
 */
export function madeAgainWith({ address }: Pick<GuestResource, "address">): TerraformResourceLifecycle {
  return { replaceTriggeredBy: [`${address}.id`] };
}
