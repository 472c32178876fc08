import { isManaged, type Network } from "../homelab/model";
import { firewall, pveAccess } from "../homelab/derive";
import { groupBy } from "../homelab/values/group-by";
import { withPrefix } from "../homelab/values/ipv4";
import { guestImages } from "../homelab/versions";
import { ClusterFirewall } from "../constructs/cluster-firewall";
import { GuestImage } from "../constructs/guest-image";
import { GuestPool } from "../constructs/guest-pool";
import type { HomelabStack } from "../constructs/homelab-stack";
import { HostNetwork } from "../constructs/host-network";
import { PveAcl, PveRole, PveUser } from "../constructs/pve-access";
import type { Deployment } from "./deployment";

/** What the PVE hosts themselves need before any guest: networks, images, pool, access and the cluster's firewall. */
export function addHost(stack: HomelabStack, deployment: Deployment): void {
  addNetworks(stack, deployment);
  addImages(stack, deployment);
  addAccess(stack, deployment);
  const { aliases, sets, groups, hosts } = deployment.get(firewall);
  new ClusterFirewall(stack, "cluster", {
    aliases,
    sets,
    groups,
    rules: hosts,
    nodes: Object.keys(deployment.lab.site.pve.nodes),
  });
}

/** One bridge of ours per node that routes networks; none where a router owns all gateways (`uplink: external`). */
function addNetworks(stack: HomelabStack, { lab }: Deployment): void {
  const routed = [...lab.networks.values()].filter(isHostRouted);
  for (const together of groupBy(routed, ({ node, bridge }) => `${node} ${bridge}`).values()) {
    const [first] = together;
    if (first === undefined) continue;
    const { node, bridge } = first;
    new HostNetwork(stack, node, {
      node,
      bridge,
      comment: "networks of the homelab that never leave this host",
      vlans: together.map(({ vlan, gateway, cidr, name }) => ({
        vlan,
        address: withPrefix(gateway, cidr),
        comment: `gateway of ${name}`,
      })),
    });
  }
}

function isHostRouted(network: Network): network is Network & { readonly node: string; readonly vlan: number } {
  return network.routedBy === "host" && network.node !== undefined && network.vlan !== undefined;
}

/** Every image that a guest of a node is made from, once per datastore of that node. */
function addImages(stack: HomelabStack, { lab }: Deployment): void {
  const wanted = new Map(
    [...lab.guests.values()]
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
