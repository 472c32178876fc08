import { Construct } from "constructs";
import { Acl } from "../.gen/providers/proxmox/acl";
import { VirtualEnvironmentRole } from "../.gen/providers/proxmox/virtual-environment-role";
import { VirtualEnvironmentUser } from "../.gen/providers/proxmox/virtual-environment-user";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface PveRoleProps {
  readonly roleId: string;
  /** Privileges of the deployed version of Proxmox VE, which rejects unknown ones. */
  readonly privileges: readonly string[];
}

/** A named set of privileges. */
export class PveRole extends Construct {
  /** Refers to the role, so that it exists before resources that name it. */
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
  /** With its realm, for example `grafana@pve`. */
  readonly userId: string;
  readonly comment: string;
}

/**
 * A user without a password or a token, because both would be in the state: passwords are set, and tokens made, on the
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
  /** For example `/`, `/pool/homelab`, `/vms/105`. */
  readonly path: string;
  /** One of our roles, or the name of a built-in one, for example `PVEAuditor`. */
  readonly role: PveRole | string;
  readonly to: PveUser;
}

/** Gives a user a role on a path and everything below it. */
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
