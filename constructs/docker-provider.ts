import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import type { Construct } from "constructs";
import { HomelabStack, type DockerConnection } from "./homelab-stack";

const id = "docker";

/**
 * Makes sure that the stack of `construct` configures the Docker provider, once.
 *
 * @throws Error when the stack has no Docker connection.
 */
export function requireDocker(construct: Construct): void {
  const stack = HomelabStack.containing(construct);
  if (stack.node.tryFindChild(id) !== undefined) return;
  const { dockerConnection: connection } = stack;
  if (connection === undefined) {
    throw new Error(`The stack "${stack.node.id}" manages containers, but has no Docker connection (docker).`);
  }
  const { user, address } = connection;
  new DockerProvider(stack, id, {
    host: `ssh://${user}@${address}`,
    sshOpts: sshOptions(connection),
  });
}

/**
 * One SSH connection serves all requests: the provider opens a session per request, and servers drop sessions when
 * many start at once.
 *
 * @see https://github.com/kreuzwerker/terraform-provider-docker/issues/262
 */
function sshOptions({ jump }: DockerConnection): string[] {
  const options = [
    "StrictHostKeyChecking=accept-new",
    "ControlMaster=auto",
    "ControlPath=~/.ssh/homelab-%C",
    "ControlPersist=60s",
    "ServerAliveInterval=15",
  ];
  return [...options.flatMap((option) => ["-o", option]), ...(jump === undefined ? [] : ["-J", jump])];
}
