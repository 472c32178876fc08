import { Network } from "@cdktf/provider-docker/lib/network";
import { Volume } from "@cdktf/provider-docker/lib/volume";
import { Construct } from "constructs";
import { requireDocker } from "./docker-provider";
import { logicalId } from "./logical-id";

export interface DockerNetworkProps {
  readonly name: string;
  /** For example `172.30.1.0/24`; fixed, so that firewall rules can distinguish the networks. */
  readonly subnet: string;
  /** @default the first address of the subnet */
  readonly gateway?: string;
  /** Name of the Linux bridge, at most 15 characters; fixed for the same reason. */
  readonly bridge: string;
  /** Without a route to other networks. @default false */
  readonly internal?: boolean;
}

/** A bridge network of a Docker host. */
export class DockerNetwork extends Construct {
  /** Refers to the network, so that it exists before its containers, and is replaced together with them. */
  readonly networkId: string;

  constructor(scope: Construct, key: string, props: DockerNetworkProps) {
    super(scope, `docker-network:${key}`);
    requireDocker(this);
    const network = new Network(this, "network", {
      name: props.name,
      driver: "bridge",
      internal: props.internal ?? false,
      ipv6: false,
      ipamConfig: [{ subnet: props.subnet, gateway: props.gateway }],
      options: { "com.docker.network.bridge.name": props.bridge },
    });
    network.overrideLogicalId(logicalId(key));
    this.networkId = network.id;
  }
}

export interface DockerVolumeProps {
  readonly name: string;
}

/** A named volume, for data that may be lost, because backups do not include it. */
export class DockerVolume extends Construct {
  /** Refers to the volume, so that it exists before its containers. */
  readonly volumeName: string;

  constructor(scope: Construct, key: string, props: DockerVolumeProps) {
    super(scope, `docker-volume:${key}`);
    requireDocker(this);
    const volume = new Volume(this, "volume", { name: props.name, driver: "local" });
    volume.overrideLogicalId(logicalId(key));
    this.volumeName = volume.name;
  }
}
