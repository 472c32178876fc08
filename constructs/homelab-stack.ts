import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Backend, type BackendProps } from "./backend";
import { leastTerraform } from "./terraform-version";

/** How to reach the Proxmox VE API. The token comes from the environment variable PROXMOX_VE_API_TOKEN. */
export interface ProxmoxConnection {
  /** URL of the API of any node; it answers for the whole cluster. */
  readonly endpoint: string;
  /** Accept an untrusted certificate. @default false */
  readonly insecure?: boolean;
  /** Every node with the address of its SSH server, which snippets and some other resources need. */
  readonly nodes: readonly { readonly name: string; readonly address: string }[];
}

/** How to reach a Docker engine: over SSH, with the keys of the operator's agent. */
export interface DockerConnection {
  readonly address: string;
  readonly user: string;
  /** `user@address` of a jump host. @default none */
  readonly jump?: string;
}

export interface HomelabStackProps {
  readonly backend: BackendProps;
  /** Required by every Proxmox VE construct. */
  readonly proxmox?: ProxmoxConnection;
  /** Required by every Docker construct. */
  readonly docker?: DockerConnection;
}

/**
 * A separately deployed part of the homelab. Provider blocks appear when the first construct needs one, so a stack
 * configures only what it uses.
 */
export class HomelabStack extends TerraformStack {
  readonly proxmoxConnection: ProxmoxConnection | undefined;
  readonly dockerConnection: DockerConnection | undefined;

  constructor(scope: Construct, name: string, props: HomelabStackProps) {
    super(scope, name);
    this.proxmoxConnection = props.proxmox;
    this.dockerConnection = props.docker;
    new Backend(this, name, props.backend);
    this.addOverride("terraform.required_version", `>= ${leastTerraform(props.backend.type)}`);
  }

  /** @throws Error when the construct is not in a HomelabStack. */
  static containing(construct: Construct): HomelabStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof HomelabStack) return stack;
    throw new Error(`${construct.node.path} is not in a HomelabStack, which has the connections of the providers.`);
  }
}
