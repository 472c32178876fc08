import type { Construct } from "constructs";
import {
  VirtualEnvironmentVm,
  type VirtualEnvironmentVmConfig,
} from "../.gen/providers/proxmox/virtual-environment-vm";
import { Guest } from "./guest";
import { withOverride } from "./override";
import { vmConfig, type VmSettings } from "./vm-config";

export interface VmGuestProps extends VmSettings {
  /** Escape hatch: attributes of the resource that win over all of the above; arrays are replaced as a whole. */
  readonly override?: Partial<VirtualEnvironmentVmConfig>;
}

/** A virtual machine: from a cloud image with cloud-init, or installed by hand. */
export class VmGuest extends Guest {
  constructor(scope: Construct, key: string, props: VmGuestProps) {
    super(
      scope,
      key,
      "vm",
      props,
      (guest) => new VirtualEnvironmentVm(guest, "vm", withOverride(vmConfig(props), props.override)),
    );
  }
}
