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

/** A Docker network with a fixed subnet, so that rules can tell its containers from others. */
export interface DockerNetworkPlan {
  readonly name: string;
  readonly cidr: string;
  readonly gateway: string;
  /** Name of the Linux bridge: at most 15 characters, which the service's name might exceed. */
  readonly bridge: string;
  /** Leads nowhere but to its other members, and is never anyone's default route. */
  readonly internal: boolean;
}

export interface PublishedPort {
  /** Address of the guest: never all addresses, which would also be its bridges. */
  readonly ip: string;
  readonly external: number;
  readonly internal: number;
  readonly protocol: "tcp" | "udp";
}

export interface ContainerPlan {
  readonly service: Service;
  readonly container: Container;
  /** Docker networks, its home first; empty when it shares the network of its host. */
  readonly networks: readonly string[];
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
  /** False while it waits for the NAS. */
  readonly started: boolean;
}

/** Everything that runs on one Docker host. */
export interface DockerHost {
  readonly guest: Guest;
  readonly networks: readonly DockerNetworkPlan[];
  readonly containers: readonly ContainerPlan[];
  /** Named volumes: caches, which no backup takes. */
  readonly volumes: readonly string[];
}

// With an underscore no service can have the same name.
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
      // An exporter without its app would only report that it is missing.
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

/** Name of an app's home network: one of its own when it uses something outside its host. */
export function homeNetwork({ service }: Instance): string {
  return service.app?.subnet === undefined ? common : service.name;
}

/**
 * Apps of different home networks that use each other meet on an internal network. It has no gateway, so the address
 * with which an app leaves its host is always the one of its home.
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
      throw new Error(`${container.name} answers the port "${key}", which ${instance.service.name} does not list.`);
    }
    const { number, containerNumber, protocol, local } = port;
    return local ? [] : [{ ip: guest.address, external: number, internal: containerNumber, protocol }];
  });
}

function volumesOf(containers: readonly ContainerPlan[]): string[] {
  const mounts = containers.flatMap(({ container }) => container.mounts ?? []);
  return [...new Set(mounts.flatMap((mount) => (mount.kind === "cache" ? [mount.volume] : [])))].toSorted();
}
