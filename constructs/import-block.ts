import { TerraformElement, type TerraformResource } from "cdktf";
import { addressOf } from "./made-again";

/**
 * Imports an existing object into the state instead of creating it, with a Terraform `import` block.
 *
 * CDKTF's own `importFrom` writes the same block, but runs `terraform version` during synthesis, which must work
 * without Terraform. The stack's `required_version` states the version that import blocks need.
 */
export class ImportBlock extends TerraformElement {
  /** @param importId what the provider's documentation calls the import ID, for example `pve/105` */
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
