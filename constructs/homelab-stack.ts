import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Backend, type BackendProps } from "./backend";
import { leastTerraform } from "./terraform-version";

/** How to reach the Proxmox VE API. The token comes from the environment variable PROXMOX_VE_API_TOKEN. */
export interface ProxmoxConnection {
  /** URL of the API of any node; it answers for the whole cluster. */
  readonly endpoint: string;
  /** Accept a certificate that no known authority signed. @default false */
  readonly insecure?: boolean;
  /** Every node with the address of its SSH server, which snippets and a few more need. */
  readonly nodes: readonly { readonly name: string; readonly address: string }[];
}

/** How to reach a Docker engine: through SSH with the keys of the operator's agent. */
export interface DockerConnection {
  readonly address: string;
  readonly user: string;
  /** `user@address` of a host to go through. @default none */
  readonly jump?: string;
}

export interface HomelabStackProps {
  readonly backend: BackendProps;
  /** Needed by every construct of Proxmox VE. */
  readonly proxmox?: ProxmoxConnection;
  /** Needed by every construct of Docker. */
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

  /** @throws Error when the construct stands in no HomelabStack. */
  static containing(construct: Construct): HomelabStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof HomelabStack) return stack;
    throw new Error(`${construct.node.path} stands in no HomelabStack, which knows how to reach the providers.`);
  }
}
