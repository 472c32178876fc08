import type { Site } from "../site";
import type { Cidr, Ipv4 } from "../values/ipv4";
import type { At, Contract, Secrets, Use } from "./contract";
import type { Machine, GuestSpec } from "./machine";
import type { ServicePort } from "./service-port";
import type { Extension } from "./extension";
import type { Network } from "./network";
import type { Service } from "./service";

/** One service on one machine: the unit of flows, bundles and ids. */
export interface Instance {
  /** See `instanceId`. */
  readonly id: string;
  readonly service: Service;
  readonly machine: Machine;
}

/**
 * A Use whose provider is known: which service connects to which, at which port, with which secrets and settings.
 * `connectionsOf` returns those of one contract, with its types.
 */
export interface Connection<Request = unknown, Settings = unknown, S extends Secrets = Secrets> {
  readonly client: Instance;
  /** The key of the Use in the client. */
  readonly key: string;
  readonly use: Use & { readonly request: Request };
  /** The contract as the provider offers it. It reads the request, secrets and settings of this connection only. */
  readonly contract: Contract<unknown, unknown>;
  readonly provider: Instance;
  readonly port: ServicePort;
  readonly at: At;
  readonly secrets: S;
  readonly settings: Settings;
}

/** A client as its provider sees it. */
export interface Client<Request, S extends Secrets = Secrets> {
  /** Service name of the client: the name of its account. */
  readonly name: string;
  readonly instance: Instance;
  /** Source of its packets as the provider sees them; for a container on the same Docker host, a subnet. */
  readonly source: Ipv4 | Cidr;
  readonly request: Request;
  readonly secrets: S;
}

/** The declared guests and services, before homelab.yaml selects and overrides them. */
export interface Catalog {
  readonly guests: readonly GuestSpec[];
  readonly services: readonly Service[];
  /** Uses that are added to declared services. @default none */
  readonly extensions?: readonly Extension[];
}

/** The whole homelab: plain data with indexes. Everything else is computed from it by views. */
export interface Homelab {
  readonly site: Site;
  readonly catalog: Catalog;
  /** Enabled networks by name. */
  readonly networks: ReadonlyMap<string, Network>;
  /** Enabled guests and all PVE nodes, by name. */
  readonly machines: ReadonlyMap<string, Machine>;
  /** Enabled services by name. */
  readonly services: ReadonlyMap<string, Service>;
  readonly instances: readonly Instance[];
  readonly connections: readonly Connection[];
}
