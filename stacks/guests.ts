import { withPrefix } from "../homelab/values/ipv4";
import { isManaged, networkOf, type ImageName, type Guest, type Lxc, type Vm, type StackName } from "../homelab/model";
import { cloudInits, firewall, pushOrder, pveAccess, resolversOf, type CloudInit } from "../homelab/derive";
import { guestImages } from "../homelab/versions";
import type { Guest as GuestConstruct, GuestProps } from "../constructs/guest";
import { GuestFirewall } from "../constructs/guest-firewall";
import { imageFileId } from "../constructs/guest-image";
import type { HomelabStack } from "../constructs/homelab-stack";
import type { LocalCommand } from "../constructs/local-command";
import { LxcGuest, type LxcGuestProps } from "../constructs/lxc-guest";
import { Snippet } from "../constructs/snippet";
import { VmGuest, type VmGuestProps } from "../constructs/vm-guest";
import { pushBundle } from "./bundle-push";
import type { Deployment } from "./deployment";

/** Adds the guests of one stack, each with its firewall and its push. */
export function addGuests(stack: HomelabStack, deployment: Deployment, name: StackName): void {
  const { lab, get } = deployment;
  const firstBoots = new Map(get(cloudInits).map((cloudInit) => [cloudInit.guest, cloudInit]));
  const made = new Map<string, MadeGuest>();
  for (const guest of [...lab.machines.values()].filter(isManaged)) {
    if (guest.stack === name) made.set(guest.name, addGuest(stack, deployment, guest, firstBoots.get(guest)));
  }
  addPushes(stack, deployment, made);
}

interface MadeGuest {
  readonly resource: GuestConstruct;
  readonly firewall?: GuestFirewall;
}

/** Pushes providers before their clients in this stack, so that a service runs before its clients start. */
function addPushes(stack: HomelabStack, deployment: Deployment, guests: ReadonlyMap<string, MadeGuest>): void {
  const pushes = new Map<string, LocalCommand>();
  for (const [name, before] of deployment.get(pushOrder)) {
    const guest = guests.get(name);
    if (guest === undefined) continue;
    const { resource, firewall } = guest;
    const push = pushBundle(stack, deployment, name, {
      on: resource,
      after: [
        resource,
        ...(firewall === undefined ? [] : [firewall]),
        ...before.flatMap((other) => pushes.get(other) ?? []),
      ],
    });
    if (push !== undefined) pushes.set(name, push);
  }
}

function addGuest(stack: HomelabStack, deployment: Deployment, guest: Guest, firstBoot?: CloudInit): MadeGuest {
  const resource =
    guest.kind === "lxc"
      ? new LxcGuest(stack, guest.name, lxcProps(deployment, guest))
      : new VmGuest(
          stack,
          guest.name,
          vmProps(deployment, guest, firstBoot && addSnippet(stack, deployment, firstBoot)),
        );
  const rules = deployment.get(firewall).guests.get(guest);
  return {
    resource,
    ...(rules !== undefined && { firewall: new GuestFirewall(stack, guest.name, { guest: resource, ...rules }) }),
  };
}

function commonProps({ lab, get, installed }: Deployment, guest: Guest): GuestProps {
  const network = networkOf(lab, guest);
  const services = (installed.get(guest) ?? []).map(({ service }) => service.title);
  return {
    node: guest.node,
    vmid: guest.vmid,
    hostname: guest.hostname,
    title: guest.title,
    description: [`${capitalized(guest.purpose)}.`, ...services.map((service) => `- ${service}`)].join("\n"),
    tags: ["homelab", guest.stack, network.name],
    cores: guest.cores,
    memoryMiB: guest.memoryMiB,
    network: {
      bridge: network.bridge,
      ...(network.vlan !== undefined && { vlan: network.vlan }),
      address: withPrefix(guest.address, network.cidr),
      gateway: network.gateway,
      firewall: get(firewall).guests.has(guest),
      ...(guest.mac !== undefined && { mac: guest.mac }),
    },
    dns: { domain: lab.site.domain, servers: resolversOf(lab, guest) },
    startup: guest.startup,
    shutdownSeconds: guest.startup.downDelaySeconds ?? 60,
    stateful: guest.stateful,
    adopt: guest.adopt,
    pool: get(pveAccess).pool,
  };
}

function lxcProps(deployment: Deployment, guest: Lxc): LxcGuestProps {
  const { disks } = storesOf(deployment, guest);
  return {
    ...commonProps(deployment, guest),
    templateFileId: imageId(deployment, guest, guest.image),
    datastore: disks,
    diskGiB: guest.diskGiB,
  };
}

function vmProps(deployment: Deployment, guest: Vm, userDataFileId?: string): VmGuestProps {
  const { disks } = storesOf(deployment, guest);
  const { vm, image } = guest;
  return {
    ...commonProps(deployment, guest),
    firmware: vm.firmware,
    machine: "q35",
    efiDatastore: disks,
    agent: vm.agent,
    disks: [
      {
        interface: vm.systemDisk,
        datastore: disks,
        sizeGiB: guest.diskGiB,
        ...(image !== undefined && { importFrom: imageId(deployment, guest, image) }),
        // A backup of the NAS to the NAS would wait for itself.
        backup: guest.bulkGiB === 0,
      },
    ],
    foreignDisks: guest.bulkGiB > 0 || guest.adopt,
    ...(userDataFileId !== undefined && { cloudInit: { datastore: disks, userDataFileId } }),
    installedByHand: vm.installedByHand ?? false,
    // Before it is installed, a start would only delay the host and alarm the monitoring.
    startOnBoot: vm.installedByHand !== true || deployment.lab.site.nas.ready,
  };
}

function addSnippet(stack: HomelabStack, deployment: Deployment, { guest, fileName, userData }: CloudInit): string {
  return new Snippet(stack, `${guest.name}-user-data`, {
    node: guest.node,
    datastore: storesOf(deployment, guest).files,
    fileName,
    content: userData,
  }).fileId;
}

/** Datastores of the guest's node: for disks, and for templates, images and snippets. */
function storesOf({ lab }: Deployment, { node }: Guest): { readonly disks: string; readonly files: string } {
  const stores = lab.site.pve.nodes[node]?.datastores;
  if (stores === undefined) throw new Error(`There is no node ${node}.`);
  return { disks: stores.disks.id, files: stores.files.id };
}

/** File id of the image: a plain value, so that no stack needs the state of the stack that downloads it. */
function imageId(deployment: Deployment, guest: Guest, image: ImageName): string {
  const { content: contentType, fileName } = guestImages[image];
  return imageFileId({ datastore: storesOf(deployment, guest).files, contentType, fileName });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
