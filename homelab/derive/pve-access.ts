import { view } from "../model";
import { contract as proxmox, userId, type ProxmoxRequest } from "../contracts/proxmox";

/** A user of PVE's own realm for a service that calls its API. It has no password; its token is made on the host. */
export interface PveUserGrant {
  readonly userId: string;
  readonly service: string;
  readonly roleId: string;
  /** ACL path. */
  readonly path: string;
}

export interface PveRoleGrant {
  readonly roleId: string;
  readonly privileges: readonly string[];
}

export interface PveAccess {
  readonly pool: string;
  readonly roles: readonly PveRoleGrant[];
  readonly users: readonly PveUserGrant[];
}

/** Resource pool of every managed guest: what backups take, and what bots may touch. */
export const pool = "homelab";

/**
 * Privileges by PVE version: 8 splits the guest agent from nothing and reads it by VM.Monitor, which 9 replaced by
 * VM.GuestAgent.* (release notes of Proxmox VE 9.0, permission changes).
 */
const guestAgent = { 8: "VM.Monitor", 9: "VM.GuestAgent.Audit" } as const;

const rolePaths = { audit: "/", operate: `/pool/${pool}` } as const satisfies Record<ProxmoxRequest["role"], string>;

/** Roles and users that the Uses of the PVE API ask for. */
export const pveAccess = view("PVE access", (lab): PveAccess => {
  const agent = guestAgent[lab.site.pve.version];
  const privileges: Record<ProxmoxRequest["role"], readonly string[]> = {
    audit: ["Datastore.Audit", "Pool.Audit", "SDN.Audit", "Sys.Audit", "VM.Audit", agent],
    operate: ["Pool.Audit", "VM.Audit", "VM.PowerMgmt", "VM.Snapshot", agent],
  };
  const roleId = (role: ProxmoxRequest["role"]): string => `Homelab${role === "audit" ? "Auditor" : "Operator"}`;
  const wanted = lab.connections.filter(({ contract }) => contract.name === proxmox.name);
  const users = new Map(
    wanted.map(({ consumer, use }) => {
      const { role } = use.request as ProxmoxRequest;
      const service = consumer.service.name;
      return [service, { userId: userId(service), service, roleId: roleId(role), path: rolePaths[role] }];
    }),
  );
  const used = new Set([...users.values()].map((user) => user.roleId));
  return {
    pool,
    roles: (["audit", "operate"] as const)
      .filter((role) => used.has(roleId(role)))
      .map((role) => ({ roleId: roleId(role), privileges: privileges[role].toSorted() })),
    users: [...users.values()],
  };
});
