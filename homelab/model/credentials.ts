import type { Site } from "../site";

/** An environment variable that Terraform reads, and where its value is in the vault. */
export interface Credential {
  readonly variable: string;
  readonly item: string;
  readonly field: string;
}

type Backend = Site["state"]["backend"];

const stateItem = (variable: string, field: string): Credential => ({ variable, item: "terraform-state", field });

/**
 * Token of the Proxmox VE API.
 *
 * @see https://search.opentofu.org/provider/bpg/proxmox/latest
 */
export const proxmoxToken: Credential = { variable: "PROXMOX_VE_API_TOKEN", item: "proxmox", field: "api_token" };

/**
 * Credentials of each state backend, as Terraform's documentation of the backend names them. Terraform also accepts
 * others (a profile, a workload identity), which a vault cannot store.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export const stateCredentials: Readonly<Record<Backend, readonly Credential[]>> = {
  local: [],
  s3: [stateItem("AWS_ACCESS_KEY_ID", "access_key_id"), stateItem("AWS_SECRET_ACCESS_KEY", "secret_access_key")],
  http: [stateItem("TF_HTTP_USERNAME", "username"), stateItem("TF_HTTP_PASSWORD", "password")],
  pg: [stateItem("PG_CONN_STR", "connection_string")],
  gcs: [stateItem("GOOGLE_CREDENTIALS", "credentials")],
  azurerm: [stateItem("ARM_ACCESS_KEY", "access_key")],
};

/** All credentials that the deployer needs in addition to the secrets of services. */
export const deployerCredentials: readonly Credential[] = [proxmoxToken, ...Object.values(stateCredentials).flat()];
