import {
  backplaneOctet,
  commonOctet,
  dockerSubnet,
  inDockerNetwork,
  isManaged,
  view,
  type Container,
  type Homelab,
  type Instance,
  type Guest,
  type Service,
} from "../../model";
import { containerLabels } from "../web/traefik-labels";
import { rendered } from "./rendered";

/** A Docker network with a fixed subnet, so that firewall rules can match its containers. */
export interface DockerNetworkPlan {
  readonly name: string;
  readonly cidr: string;
  readonly gateway: string;
  /** Name of the Linux bridge. Not the service's name, which may exceed the limit of 15 characters. */
  readonly bridge: string;
  /** Reaches only its members and is never a container's default route. */
  readonly internal: boolean;
}

export interface PublishedPort {
  /** Address of the guest. Never all addresses, because those include its bridges. */
  readonly ip: string;
  readonly external: number;
  readonly internal: number;
  readonly protocol: "tcp" | "udp";
}

export interface ContainerPlan {
  readonly service: Service;
  readonly container: Container;
  /** Docker networks, its home network first; empty if it shares the network of its host. */
  readonly networks: readonly string[];
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
  /** False until the NAS is ready. */
  readonly started: boolean;
}

/** Everything that runs on one Docker host. */
export interface DockerHost {
  readonly guest: Guest;
  readonly networks: readonly DockerNetworkPlan[];
  readonly containers: readonly ContainerPlan[];
  /** Named volumes: caches, which backups do not include. */
  readonly volumes: readonly string[];
}

// No service has an underscore in its name, so none has one of these names.
const common = "common_apps";
const backplane = "app_backplane";

/** The Docker hosts of the homelab with their containers, in order of declaration. */
export const dockerHosts = view("Docker hosts", (lab, get): readonly DockerHost[] => {
  const apps = lab.instances.filter(({ service }) => service.app !== undefined);
  const labels = get(containerLabels);
  const members = backplaneMembers(lab);
  return [...new Set(apps.map(({ machine }) => machine))].filter(isManaged).map((guest) => {
    const instances = apps.filter((instance) => instance.machine === guest);
    const containers = instances.flatMap((instance) => {
      const all = get(rendered).get(instance)?.containers ?? [];
      // All containers of the app wait: an exporter alone would only report that the app is missing.
      const waits = !lab.site.nas.ready && all.some(({ mounts = [] }) => mounts.some(({ kind }) => kind === "nas"));
      return all.map((container, index) => ({
        service: instance.service,
        container,
        networks: networksOf(instance, members),
        ports: portsOf(instance, container, guest),
        labels: index === 0 ? (labels.get(instance.service) ?? {}) : { "homelab.service": instance.service.name },
        started: !waits,
      }));
    });
    return { guest, networks: networksOn(instances, members), containers, volumes: volumesOf(containers) };
  });
});

/** Name of an app's home network: a dedicated one if the app uses something outside its host, else the common one. */
export function homeNetwork({ service }: Instance): string {
  return service.app?.subnet === undefined ? common : service.name;
}

/**
 * Apps of different home networks that use each other are connected by an internal network. It has no gateway, so an
 * app always leaves its host with the address of its home network.
 */
function backplaneMembers({ connections }: Homelab): ReadonlySet<Instance> {
  return new Set(
    connections
      .filter(
        ({ consumer, provider }) =>
          consumer.machine === provider.machine &&
          inDockerNetwork(consumer) &&
          inDockerNetwork(provider) &&
          homeNetwork(consumer) !== homeNetwork(provider),
      )
      .flatMap(({ consumer, provider }) => [consumer, provider]),
  );
}

function networksOf(instance: Instance, members: ReadonlySet<Instance>): string[] {
  if (!inDockerNetwork(instance)) return [];
  return members.has(instance) ? [homeNetwork(instance), backplane] : [homeNetwork(instance)];
}

function networksOn(instances: readonly Instance[], members: ReadonlySet<Instance>): DockerNetworkPlan[] {
  const inside = instances.filter(inDockerNetwork);
  const homes = new Map(inside.map((instance) => [homeNetwork(instance), instance.service.app?.subnet ?? commonOctet]));
  const plan = (name: string, octet: number, internal: boolean): DockerNetworkPlan => ({
    name,
    ...dockerSubnet(octet),
    bridge: `br-docker${octet}`,
    internal,
  });
  return [
    ...[...homes].map(([name, octet]) => plan(name, octet, false)),
    ...(inside.some((instance) => members.has(instance)) ? [plan(backplane, backplaneOctet, true)] : []),
  ];
}

function portsOf(instance: Instance, container: Container, guest: Guest): PublishedPort[] {
  if (!inDockerNetwork(instance)) return [];
  return (container.ports ?? []).flatMap((key) => {
    const port = instance.service.ports[key];
    if (port === undefined) {
      throw new Error(
        `The container ${container.name} has the port "${key}", but ports of ${instance.service.name} has no such key.`,
      );
    }
    const { number, containerNumber, protocol, local } = port;
    return local ? [] : [{ ip: guest.address, external: number, internal: containerNumber, protocol }];
  });
}

function volumesOf(containers: readonly ContainerPlan[]): string[] {
  const mounts = containers.flatMap(({ container }) => container.mounts ?? []);
  return [...new Set(mounts.flatMap((mount) => (mount.kind === "cache" ? [mount.volume] : [])))].toSorted();
}
