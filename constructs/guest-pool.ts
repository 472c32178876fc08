import { Construct } from "constructs";
import { PoolMembership as ProxmoxPoolMembership } from "../.gen/providers/proxmox/pool-membership";
import { VirtualEnvironmentPool } from "../.gen/providers/proxmox/virtual-environment-pool";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface GuestPoolProps {
  readonly poolId: string;
  readonly comment: string;
}

/** A resource pool: what backups take and permissions are given on. */
export class GuestPool extends Construct {
  constructor(scope: Construct, key: string, props: GuestPoolProps) {
    super(scope, `pool:${key}`);
    requireProxmox(this);
    new VirtualEnvironmentPool(this, "pool", {
      poolId: props.poolId,
      comment: literal(props.comment),
    }).overrideLogicalId(logicalId(key));
  }
}

export interface PoolMembershipProps {
  readonly poolId: string;
  /** VMID of the member; a guest's attribute, so that the guest exists first. */
  readonly vmId: number;
}

/** Membership of one guest. The guests' own `pool_id` is not used: it destroys containers when it changes. */
export class PoolMembership extends Construct {
  constructor(scope: Construct, key: string, props: PoolMembershipProps) {
    super(scope, `pool-membership:${key}`);
    requireProxmox(this);
    new ProxmoxPoolMembership(this, "membership", props).overrideLogicalId(logicalId(key));
  }
}
