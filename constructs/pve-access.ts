import { Construct } from "constructs";
import { Acl } from "../.gen/providers/proxmox/acl";
import { VirtualEnvironmentRole } from "../.gen/providers/proxmox/virtual-environment-role";
import { VirtualEnvironmentUser } from "../.gen/providers/proxmox/virtual-environment-user";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface PveRoleProps {
  readonly roleId: string;
  /** Names of the privileges that this version of Proxmox VE knows; it refuses others. */
  readonly privileges: readonly string[];
}

/** A named set of privileges. */
export class PveRole extends Construct {
  /** Refers to the role, so that it exists before what names it. */
  readonly roleId: string;

  constructor(scope: Construct, key: string, props: PveRoleProps) {
    super(scope, `role:${key}`);
    requireProxmox(this);
    const role = new VirtualEnvironmentRole(this, "role", {
      roleId: props.roleId,
      privileges: [...new Set(props.privileges)].toSorted(),
    });
    role.overrideLogicalId(logicalId(key));
    this.roleId = role.roleId;
  }
}

export interface PveUserProps {
  /** With its realm, for instance `grafana@pve`. */
  readonly userId: string;
  readonly comment: string;
}

/**
 * A user without password and token, which would both stand in the state: passwords are set and tokens made on the
 * host.
 */
export class PveUser extends Construct {
  readonly userId: string;

  constructor(scope: Construct, key: string, props: PveUserProps) {
    super(scope, `user:${key}`);
    requireProxmox(this);
    const user = new VirtualEnvironmentUser(this, "user", {
      userId: props.userId,
      comment: literal(props.comment),
      enabled: true,
    });
    user.overrideLogicalId(logicalId(key));
    this.userId = user.userId;
  }
}

export interface PveAclProps {
  /** For instance `/`, `/pool/homelab`, `/vms/105`. */
  readonly path: string;
  /** A role of ours, or the name of one that Proxmox VE brings, for instance `PVEAuditor`. */
  readonly role: PveRole | string;
  readonly to: PveUser;
}

/** Gives a user a role on a path and all below it. */
export class PveAcl extends Construct {
  constructor(scope: Construct, key: string, { path, role, to }: PveAclProps) {
    super(scope, `acl:${key}`);
    requireProxmox(this);
    new Acl(this, "acl", {
      path,
      roleId: typeof role === "string" ? role : role.roleId,
      userId: to.userId,
      propagate: true,
    }).overrideLogicalId(logicalId(key));
  }
}
