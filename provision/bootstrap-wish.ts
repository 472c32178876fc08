import { contract as proxmox, type ProxmoxSettings } from "../homelab/contracts/proxmox";
import { terraformAccess, terraformPrivileges } from "../homelab/derive/access/terraform-role";
import { isManaged, type Homelab, type Network } from "../homelab/model";
import { proxmoxToken } from "../homelab/model/credentials";
import { groupBy } from "../homelab/values/group-by";
import type { VaultPlace } from "./secrets/vault";

/** An API token that should exist on the host, and its value in the vault. */
export interface TokenWish {
  /** `<user>@<realm>!<name>`. */
  readonly id: string;
  readonly place: VaultPlace;
  /** The value for the vault, made from the secret that the host returns. */
  readonly valueOf: (secret: string) => string;
  /** Whether the stack `host` makes the user first; only Terraform's user is made here. */
  readonly waitsForStack: boolean;
}

/** Terraform's token, and one for each service that calls the API. */
export function tokenWishes(lab: Homelab): readonly TokenWish[] {
  const id = `${terraformAccess.userId}!${terraformAccess.token}`;
  const services = lab.connections
    .filter(({ contract }) => contract.name === proxmox.name)
    .map(({ settings }) => settings as ProxmoxSettings);
  const byId = new Map(services.map(({ tokenId, token }) => [tokenId, token]));
  return [
    { id, place: proxmoxToken, valueOf: (secret) => `${id}=${secret}`, waitsForStack: false },
    ...[...byId]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([tokenId, place]) => ({ id: tokenId, place, valueOf: (secret: string) => secret, waitsForStack: true })),
  ];
}

/**
 * Settings of templates/host/bootstrap.sh for one node. Users, roles and tokens belong to the whole cluster, so only
 * one node handles them (`access`).
 */
export function settingsFor(lab: Homelab, node: string, access: boolean): readonly string[] {
  const { pve, sshKeys } = lab.site;
  const { userId, roleId, path } = terraformAccess;
  return [
    `node=${node}`,
    `version=${pve.version}`,
    `files=${pve.nodes[node]?.datastores.files.id ?? "local"}`,
    ...bridgeSettings(lab, node),
    ...(access
      ? [
          `user=${userId}`,
          `role=${roleId}`,
          `privileges=${terraformPrivileges(pve.version).join(",")}`,
          `path=${path}`,
          ...tokenWishes(lab).map(({ id }) => `token=${id}`),
        ]
      : []),
    ...sshKeys.map((key) => `ssh-key=${key}`),
  ];
}

/** Bridges that the stack `host` makes on the node, with their VLANs, and bridges that must already exist. */
function bridgeSettings(lab: Homelab, node: string): readonly string[] {
  const networks = [...lab.networks.values()];
  const own = groupBy(
    networks.filter((network) => network.routedBy === "host" && network.node === node),
    ({ bridge }) => bridge,
  );
  const outside = networks.filter((network) => network.routedBy === "router" && concerns(lab, network, node));
  return [
    ...[...own].map(([bridge, routed]) => `own-bridge=${bridge}:${vlansOf(routed).join(",")}`),
    ...[...new Set(outside.map(({ bridge }) => bridge))].map((bridge) => `outside-bridge=${bridge}`),
  ];
}

/** A network whose guests are all on other nodes need not exist on this one. */
function concerns(lab: Homelab, network: Network, node: string): boolean {
  const machines = [...lab.machines.values()].filter(
    (machine) => isManaged(machine) && machine.network === network.name,
  );
  return machines.length === 0 || machines.some((machine) => machine.node === node);
}

const vlansOf = (networks: readonly Network[]): readonly number[] =>
  networks.flatMap(({ vlan }) => (vlan === undefined ? [] : [vlan])).toSorted((a, b) => a - b);
