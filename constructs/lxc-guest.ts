import type { Construct } from "constructs";
import {
  VirtualEnvironmentContainer,
  type VirtualEnvironmentContainerConfig,
} from "../.gen/providers/proxmox/virtual-environment-container";
import { Guest, type GuestProps } from "./guest";
import { guestConfig } from "./guest-config";
import { withOverride } from "./override";

export interface LxcGuestProps extends GuestProps {
  /** Container template, for example `local:vztmpl/debian-13-standard_13.6-1_amd64.tar.zst`. */
  readonly templateFileId: string;
  /** Size of the root disk; it can grow, but not shrink. */
  readonly diskGiB: number;
  /** Datastore of the root disk. */
  readonly datastore: string;
  /** Escape hatch: attributes of the resource that win over all of the above; arrays are replaced as a whole. */
  readonly override?: Partial<VirtualEnvironmentContainerConfig>;
}

/** Attributes that would replace an existing container, or that are never read back. */
const statefulIgnores = ["operating_system[0].template_file_id", "initialization[0].user_account", "mount_point"];

/** Set by root on the node, because a token may not: the provider reads them back and would remove them. */
const givenByRoot = ["device_passthrough"];

/**
 * An unprivileged LXC container with a static address. It has no SSH keys, because it runs no SSH server and is reached
 * through its node.
 */
export class LxcGuest extends Guest {
  constructor(scope: Construct, key: string, props: LxcGuestProps) {
    super(
      scope,
      key,
      "lxc",
      props,
      (guest) => new VirtualEnvironmentContainer(guest, "container", withOverride(config(props), props.override)),
    );
  }
}

function config(props: LxcGuestProps): VirtualEnvironmentContainerConfig {
  const protectedFromPlans = props.stateful === true || props.adopt === true;
  const ignores = [...(protectedFromPlans ? statefulIgnores : []), ...givenByRoot];
  const { attributes, initialization, shutdownSeconds } = guestConfig(props, ignores);
  return {
    ...attributes,
    timeoutDelete: shutdownSeconds,
    // The provider's default is false, but an API token cannot make privileged containers.
    unprivileged: true,
    // The only feature that a token may set; systemd needs it in an unprivileged container.
    features: { nesting: true },
    operatingSystem: { templateFileId: props.templateFileId, type: "debian" },
    cpu: { cores: props.cores },
    memory: { dedicated: props.memoryMiB, swap: 512 },
    disk: { datastoreId: props.datastore, size: props.diskGiB },
    initialization: { hostname: props.hostname, ...initialization },
    networkInterface: [networkInterface(props)],
    console: { enabled: true, type: "tty", ttyCount: 2 },
    startOnBoot: true,
    started: true,
  };
}

function networkInterface({ network }: LxcGuestProps) {
  return {
    name: "eth0",
    bridge: network.bridge,
    vlanId: network.vlan,
    macAddress: network.mac,
    firewall: network.firewall ?? true,
  };
}
