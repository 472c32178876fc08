import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { HomelabStack } from "./homelab-stack";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import type { MadeAgain } from "./made-again";

export interface LocalCommandProps {
  /** The shell of the deploying machine runs it in the project's directory. */
  readonly command: string;
  /** The command runs again when one of these has changed. A plan shows the changed lines. */
  readonly triggers: Readonly<Record<string, string>>;
  /** What must happen before. @default nothing */
  readonly after?: readonly ITerraformDependable[];
  /** The command runs again when this guest is replaced. @default none */
  readonly on?: MadeAgain;
  /** Also run before dependent resources are removed, not only before they are made. @default false */
  readonly beforeRemovals?: boolean;
}

/** Path from the directory of a stack, where Terraform runs commands, to the project's directory. */
const project = "../../..";

/** A command that Terraform runs on the deploying machine after a change, for tasks without a provider resource. */
export class LocalCommand extends Construct implements ITerraformDependable {
  readonly fqn: string;

  constructor(scope: Construct, key: string, props: LocalCommandProps) {
    super(scope, `command:${key}`);
    requireNull(this);
    const resource = new NullResource(this, "command", {
      triggers: {
        ...literal({ ...props.triggers }),
        ...(props.on !== undefined && { guest: `\${${props.on.resourceAddress}.id}` }),
      },
      dependsOn: [...(props.after ?? [])],
      // Otherwise Terraform removes the dependants of a resource before it replaces the resource.
      ...(props.beforeRemovals === true && { lifecycle: { createBeforeDestroy: true } }),
      provisioners: [{ type: "local-exec", command: literal(props.command), workingDir: project }],
    });
    resource.overrideLogicalId(logicalId(key));
    this.fqn = resource.fqn;
  }
}

/** Makes sure that the stack of `construct` configures the null provider, once. */
function requireNull(construct: Construct): void {
  const stack = HomelabStack.containing(construct);
  if (stack.node.tryFindChild("null") === undefined) new NullProvider(stack, "null");
}
