import { use, type Contract, type Use } from "../model/contract";

export interface NfsRequest {
  /** Shared folder of the NAS: the first path segment below /volume1. */
  readonly folder: string;
  readonly readOnly: boolean;
}

export interface NfsSettings {
  readonly server: string;
  /** For instance `/volume1/media`. */
  readonly export: string;
  readonly readOnly: boolean;
}

/** An NFS export of the NAS. Mounts, and the apps that need them, start only once `nas.ready` is true. */
export const contract: Contract<NfsRequest, NfsSettings> = {
  name: "nfs",
  port: "nfs",
  claims: ({ folder }) => [{ of: `NFS folder ${folder}`, shared: true }],
  settings: ({ address }, { folder, readOnly }) => ({ server: address, export: `/volume1/${folder}`, readOnly }),
};

/** A folder of the NAS, writable by default. */
export const folder = (name: string, options: { readonly readOnly?: boolean } = {}): Use<NfsSettings, false> =>
  use(contract, { folder: name, readOnly: options.readOnly ?? false });
