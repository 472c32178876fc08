import { connectionsOf, view } from "../../model";
import { contract as proxmox, userId, type ProxmoxRequest } from "../../contracts/proxmox";

/** A user in PVE's own realm, for a service that calls the API. It has no password; its token is made on the host. */
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

/** Resource pool of all managed guests: backups include it, and role `operate` is limited to it. */
const pool = "homelab";

/** Built-in role of Proxmox VE: reads everything, except what is inside guests. */
const auditor = "PVEAuditor";

/**
 * May start, stop and snapshot guests, but not run anything inside them: so neither VM.Monitor of PVE 8 nor
 * VM.GuestAgent.* of 9, which run commands as root through the guest agent.
 */
const operator: PveRoleGrant = {
  roleId: "HomelabOperator",
  privileges: ["Pool.Audit", "VM.Audit", "VM.PowerMgmt", "VM.Snapshot"],
};

const rolePaths = { audit: "/", operate: `/pool/${pool}` } as const satisfies Record<ProxmoxRequest["role"], string>;

/** The roles and users that Uses of the PVE API require. */
export const pveAccess = view("PVE access", (lab): PveAccess => {
  const users = new Map(
    connectionsOf(lab.connections, proxmox).map(({ client, use }) => {
      const { role } = use.request;
      const service = client.service.name;
      return [
        service,
        {
          userId: userId(service),
          service,
          roleId: role === "audit" ? auditor : operator.roleId,
          path: rolePaths[role],
        },
      ];
    }),
  );
  const granted = [...users.values()];
  return { pool, roles: granted.some(({ roleId }) => roleId === operator.roleId) ? [operator] : [], users: granted };
});
