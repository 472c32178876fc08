import { isManaged } from "../homelab/model";
import { firewall, pveAccess } from "../homelab/derive";
import { guestImages } from "../homelab/versions";
import { ClusterFirewall } from "../constructs/cluster-firewall";
import { GuestImage } from "../constructs/guest-image";
import { GuestPool } from "../constructs/guest-pool";
import type { HomelabStack } from "../constructs/homelab-stack";
import type { LocalCommand } from "../constructs/local-command";
import { PveAcl, PveRole, PveUser } from "../constructs/pve-access";
import type { Deployment } from "./deployment";
import { armGuards, confirmGuards, pushHosts } from "./host-guard";
import { addNetworks } from "./host-networks";

/**
 * What the PVE hosts need before any guest: networks, images, pool, access, the cluster's firewall, and the bundle of
 * each host. Every change that could cut off the operator happens while the guard is armed, and is then confirmed.
 */
export function addHost(stack: HomelabStack, deployment: Deployment): void {
  addImages(stack, deployment);
  addAccess(stack, deployment);
  const armed = armGuards(stack, deployment);
  const networks = addNetworks(stack, deployment, armed);
  const switched = addFirewall(stack, deployment, armed);
  const pushed = pushHosts(stack, deployment, [...networks, switched]);
  confirmGuards(stack, deployment, pushed);
}

function addFirewall(stack: HomelabStack, { lab, get }: Deployment, after: readonly LocalCommand[]): ClusterFirewall {
  const { aliases, sets, groups, hosts } = get(firewall);
  const nodes = Object.keys(lab.site.pve.nodes);
  return new ClusterFirewall(stack, "cluster", { aliases, sets, groups, rules: hosts, nodes, after });
}

/** Every image that guests of a node are made from, once per datastore of that node. */
function addImages(stack: HomelabStack, { lab }: Deployment): void {
  const wanted = new Map(
    [...lab.machines.values()]
      .filter(isManaged)
      .flatMap(({ node, image }) => (image === undefined ? [] : [[`${node} ${image}`, { node, image }] as const])),
  );
  for (const { node, image } of wanted.values()) {
    const { url, fileName, content, checksum, algorithm } = guestImages[image];
    new GuestImage(stack, `${image}-${node}`, {
      node,
      datastore: lab.site.pve.nodes[node]?.datastores.files.id ?? "local",
      contentType: content,
      url,
      fileName,
      checksum: { algorithm, value: checksum },
    });
  }
}

function addAccess(stack: HomelabStack, { lab, get }: Deployment): void {
  const { pool, roles, users } = get(pveAccess);
  new GuestPool(stack, pool, { poolId: pool, comment: `guests of ${lab.site.domain}` });
  const byId = new Map(
    roles.map(({ roleId, privileges }) => [roleId, new PveRole(stack, roleId.toLowerCase(), { roleId, privileges })]),
  );
  for (const { userId, service, roleId, path } of users) {
    const user = new PveUser(stack, service, { userId, comment: `${service} of the homelab` });
    new PveAcl(stack, service, { path, role: byId.get(roleId) ?? roleId, to: user });
  }
}
