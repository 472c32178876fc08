import { Construct } from "constructs";
import { PoolMembership as ProxmoxPoolMembership } from "../.gen/providers/proxmox/pool-membership";
import { VirtualEnvironmentPool } from "../.gen/providers/proxmox/virtual-environment-pool";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { madeAgainWith, type MadeAgain } from "./made-again";
import { requireProxmox } from "./proxmox-provider";

export interface GuestPoolProps {
  readonly poolId: string;
  readonly comment: string;
}

/** A resource pool, for backups and permissions. */
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
  /** The guest itself. */
  readonly guest: MadeAgain;
}

/** Membership of one guest. The guests' `pool_id` is not used, because a change of it destroys containers. */
export class PoolMembership extends Construct {
  constructor(scope: Construct, key: string, { poolId, vmId, guest }: PoolMembershipProps) {
    super(scope, `pool-membership:${key}`);
    requireProxmox(this);
    new ProxmoxPoolMembership(this, "membership", { poolId, vmId, lifecycle: madeAgainWith(guest) }).overrideLogicalId(
      logicalId(key),
    );
  }
}
