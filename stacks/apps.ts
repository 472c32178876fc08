import type { ContainerHealth, Mount } from "../homelab/model";
import { dockerHosts, type ContainerPlan, type DockerHost } from "../homelab/derive";
import type { DockerHealth, DockerMount } from "../constructs/container-settings";
import { DockerApp } from "../constructs/docker-app";
import { DockerNetwork, DockerVolume } from "../constructs/docker-network";
import type { HomelabStack } from "../constructs/homelab-stack";
import type { Deployment } from "./deployment";

/** Where a Docker host keeps important data (decision #11). */
const stateRoot = "/opt/docker";
const secretsRoot = "/opt/docker/secrets";
const nasRoot = "/mnt/nas";

interface Made {
  readonly networks: ReadonlyMap<string, DockerNetwork>;
  readonly volumes: ReadonlyMap<string, DockerVolume>;
}

/** The containers of the Docker host, with their networks and volumes. */
export function addApps(stack: HomelabStack, { get }: Deployment): void {
  for (const host of get(dockerHosts)) {
    const made = { networks: addNetworks(stack, host), volumes: addVolumes(stack, host) };
    for (const plan of host.containers) addContainer(stack, plan, made);
  }
}

function addNetworks(stack: HomelabStack, { networks }: DockerHost): Made["networks"] {
  return new Map(
    networks.map(({ name, cidr, gateway, bridge, internal }) => [
      name,
      new DockerNetwork(stack, name, { name, subnet: cidr, gateway, bridge, internal }),
    ]),
  );
}

function addVolumes(stack: HomelabStack, { volumes }: DockerHost): Made["volumes"] {
  return new Map(volumes.map((name) => [name, new DockerVolume(stack, name, { name })]));
}

function addContainer(stack: HomelabStack, plan: ContainerPlan, made: Made): void {
  const { container, service, labels, ports, started } = plan;
  const { mounts, health, secrets, ports: _, secretsUid: __, ...rest } = container;
  new DockerApp(stack, container.name, {
    ...rest,
    labels,
    ports,
    started,
    networks: plan.networks.length === 0 ? "host" : plan.networks.map((name) => ({ network: of(made.networks, name) })),
    ...(health !== undefined && { health: healthOf(health) }),
    mounts: [
      ...(mounts ?? []).map((mount) => mountOf(service.name, mount, made)),
      ...Object.keys(secrets ?? {}).map((file): DockerMount => ({
        kind: "bind",
        source: `${secretsRoot}/${service.name}/${file}`,
        target: `/run/secrets/${file}`,
        readOnly: true,
      })),
    ],
  });
}

function healthOf({ test: command, ...timing }: ContainerHealth): DockerHealth {
  return { command, ...timing };
}

function mountOf(service: string, mount: Mount, { volumes }: Made): DockerMount {
  switch (mount.kind) {
    case "state":
      return {
        kind: "bind",
        source: `${stateRoot}/${service}/${mount.from}`,
        target: mount.to,
        readOnly: mount.readOnly,
      };
    case "nas":
      return {
        kind: "bind",
        source: nasRoot,
        target: nasRoot,
        readOnly: mount.readOnly,
        // The NAS is mounted on first use, which a private bind mount would not show.
        propagation: "rslave",
      };
    case "cache":
      return { kind: "volume", volume: of(volumes, mount.volume), target: mount.to };
    case "host":
      return {
        kind: "bind",
        source: mount.from,
        target: mount.to,
        readOnly: mount.readOnly,
        ...(mount.followsMounts === true && { propagation: "rslave" }),
      };
  }
}

function of<T>(made: ReadonlyMap<string, T>, name: string): T {
  const found = made.get(name);
  if (found === undefined) throw new Error(`${name} was not made.`);
  return found;
}
