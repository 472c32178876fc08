import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { HomelabStack } from "./homelab-stack";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import type { MadeAgain } from "./made-again";

export interface LocalCommandProps {
  /** Run by the shell of the machine that deploys, in the project's directory. */
  readonly command: string;
  /** Run anew whenever one of these differs from the last time. A plan shows the changed lines. */
  readonly triggers: Readonly<Record<string, string>>;
  /** What must have happened before. @default nothing */
  readonly after?: readonly ITerraformDependable[];
  /** Run anew whenever this guest is made again. @default none */
  readonly on?: MadeAgain;
  /** Run before what depends on it goes, not only before what is made. @default false */
  readonly beforeRemovals?: boolean;
}

/** From the directory of a stack, in which Terraform runs commands, to the project's. */
const project = "../../..";

/** A command that Terraform runs here when something changed: what no resource of a provider can do. */
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
      // Terraform else removes what depends on a resource before it replaces that one.
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
