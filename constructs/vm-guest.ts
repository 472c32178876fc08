import { Construct } from "constructs";
import {
  VirtualEnvironmentVm,
  type VirtualEnvironmentVmConfig,
} from "../.gen/providers/proxmox/virtual-environment-vm";
import { PoolMembership } from "./guest-pool";
import { ImportBlock } from "./import-block";
import { logicalId } from "./logical-id";
import { addressOf, type GuestResource } from "./made-again";
import { withOverride } from "./override";
import { requireProxmox } from "./proxmox-provider";
import { vmConfig, type VmSettings } from "./vm-config";

export interface VmGuestProps extends VmSettings {
  /** Escape hatch: attributes of the resource that win over all of the above; arrays are replaced as a whole. */
  readonly override?: Partial<VirtualEnvironmentVmConfig>;
}

/** A virtual machine: from a cloud image with cloud-init, or installed by hand. */
export class VmGuest extends Construct implements GuestResource {
  readonly fqn: string;
  readonly address: string;

  constructor(scope: Construct, key: string, props: VmGuestProps) {
    super(scope, `vm:${key}`);
    requireProxmox(this);
    const vm = new VirtualEnvironmentVm(this, "vm", withOverride(vmConfig(props), props.override));
    vm.overrideLogicalId(logicalId(key));
    this.fqn = vm.fqn;
    this.address = addressOf(vm);
    if (props.adopt === true) new ImportBlock(vm, `${props.node}/${props.vmid}`);
    if (props.pool !== undefined) new PoolMembership(this, key, { poolId: props.pool, vmId: vm.vmId, guest: this });
  }
}
