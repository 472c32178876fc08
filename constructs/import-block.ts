import { TerraformElement, type TerraformResource } from "cdktf";
import { addressOf } from "./made-again";

/**
 * Takes an existing object into the state instead of creating it, as a Terraform `import` block.
 *
 * CDKTF's own `importFrom` writes the same block but runs `terraform version` while it synthesizes; synthesizing must
 * work without Terraform. The stack's `required_version` states what import blocks need.
 */
export class ImportBlock extends TerraformElement {
  /** @param importId what the provider's documentation calls the import ID, for instance `pve/105` */
  constructor(
    private readonly resource: TerraformResource,
    private readonly importId: string,
  ) {
    super(resource, "import");
  }

  override toTerraform(): object {
    return {
      import: [{ to: addressOf(this.resource), id: this.importId }],
    };
  }
}
