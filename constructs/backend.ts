import { TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";

/** Where Terraform keeps its state. Terraform reads credentials from the environment; they never appear here. */
export type BackendProps =
  | { readonly type: "local" }
  | {
      readonly type: "s3";
      readonly bucket: string;
      readonly region: string;
      /** URL of an S3-compatible service. @default Amazon's */
      readonly endpoint?: string;
    }
  | {
      readonly type: "http";
      /**
       * URLs; `{stack}` is replaced by the stack's name, and without it the name is appended as the last path segment.
       */
      readonly address: string;
      readonly lockAddress?: string;
      readonly unlockAddress?: string;
    }
  | {
      readonly type: "pg";
      /** Prefix of the schema; each stack has its own. @default "homelab" */
      readonly schemaName?: string;
    }
  | { readonly type: "gcs"; readonly bucket: string; /** @default "homelab" */ readonly prefix?: string }
  | {
      readonly type: "azurerm";
      readonly resourceGroupName: string;
      readonly storageAccountName: string;
      readonly containerName: string;
    };

/** The backend of one stack. Other stacks cannot read it: stacks share the model, never state. */
export class Backend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly stackName: string,
    private readonly props: BackendProps,
  ) {
    super(scope, "backend", props.type);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return backendAttributes(this.stackName, this.props);
  }

  override getRemoteStateDataSource(_scope: Construct, _name: string, fromStack: string): TerraformRemoteState {
    throw new Error(
      `Another stack refers to a resource of the stack "${fromStack}". Stacks share the model, never ` +
        `state: pass the plain value (an address, a VMID, a name) from the model instead.`,
    );
  }
}

function backendAttributes(stack: string, props: BackendProps): Record<string, unknown> {
  switch (props.type) {
    case "local":
      // Relative to cdktf.out/stacks/<stack>, which is disposable, so the state is three levels up, beside main.ts.
      return { path: `../../../state/${stack}.tfstate` };
    case "s3":
      return s3Attributes(stack, props);
    case "http":
      return {
        address: perStack(props.address, stack),
        ...(props.lockAddress !== undefined && { lock_address: perStack(props.lockAddress, stack) }),
        ...(props.unlockAddress !== undefined && { unlock_address: perStack(props.unlockAddress, stack) }),
      };
    case "pg":
      return { schema_name: `${props.schemaName ?? "homelab"}_${stack}` };
    case "gcs":
      return { bucket: props.bucket, prefix: `${props.prefix ?? "homelab"}/${stack}` };
    default:
      return {
        resource_group_name: props.resourceGroupName,
        storage_account_name: props.storageAccountName,
        container_name: props.containerName,
        key: `homelab/${stack}.tfstate`,
      };
  }
}

function s3Attributes(stack: string, props: BackendProps & { readonly type: "s3" }): Record<string, unknown> {
  return {
    bucket: props.bucket,
    key: `homelab/${stack}.tfstate`,
    region: props.region,
    use_lockfile: true,
    ...(props.endpoint === undefined
      ? { encrypt: true }
      : {
          endpoints: { s3: props.endpoint },
          // None of these exist outside Amazon.
          use_path_style: true,
          skip_credentials_validation: true,
          skip_metadata_api_check: true,
          skip_region_validation: true,
          skip_requesting_account_id: true,
          skip_s3_checksum: true,
        }),
  };
}

function perStack(url: string, stack: string): string {
  return url.includes("{stack}") ? url.replaceAll("{stack}", stack) : `${url.replace(/\/$/, "")}/${stack}`;
}
