import type { Site } from "../site";
import type { Cidr, Ipv4 } from "../values/ipv4";
import type { At, Contract, Secrets, Use } from "./contract";
import type { Machine, GuestSpec } from "./machine";
import type { ServicePort } from "./service-port";
import type { Extension } from "./extension";
import type { Network } from "./network";
import type { Service } from "./service";

/** One service on one guest: the unit of flows, bundles and ids. */
export interface Instance {
  /** See `instanceId`. */
  readonly id: string;
  readonly service: Service;
  readonly machine: Machine;
}

/**
 * A Use with its provider found: who talks to whom, at which port, with which secrets and settings. Those of one contract
 * have its types (`connectionsOf`).
 */
export interface Connection<Request = unknown, Settings = unknown, S extends Secrets = Secrets> {
  readonly consumer: Instance;
  /** The consumer's own key for it. */
  readonly key: string;
  readonly use: Use & { readonly request: Request };
  /** As the provider offers it. */
  readonly contract: Contract<Request, Settings, S>;
  readonly provider: Instance;
  readonly port: ServicePort;
  readonly at: At;
  readonly secrets: S;
  readonly settings: Settings;
}

/** One consumer, as its provider sees it. */
export interface Client<Request, S extends Secrets = Secrets> {
  /** Service name of the consumer: the name of its account. */
  readonly name: string;
  readonly instance: Instance;
  /** Where its packets come from, as its provider sees them; a container of the same Docker host comes from a subnet. */
  readonly source: Ipv4 | Cidr;
  readonly request: Request;
  readonly secrets: S;
}

/** What is declared: guests and services, before homelab.yaml selects and overrides. */
export interface Catalog {
  readonly guests: readonly GuestSpec[];
  readonly services: readonly Service[];
  /** Uses that services have beside those of their declaration. @default none */
  readonly extensions?: readonly Extension[];
}

/** The whole homelab: plain data with indexes. Everything else is a view of it. */
export interface Homelab {
  readonly site: Site;
  readonly catalog: Catalog;
  /** Enabled networks by name. */
  readonly networks: ReadonlyMap<string, Network>;
  /** Enabled guests by name, PVE nodes included. */
  readonly machines: ReadonlyMap<string, Machine>;
  /** Enabled services by name. */
  readonly services: ReadonlyMap<string, Service>;
  readonly instances: readonly Instance[];
  readonly connections: readonly Connection[];
}
