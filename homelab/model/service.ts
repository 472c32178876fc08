import type { BundlePart } from "./bundle";
import type { AnyContract, Contract, Connected, Secrets, Uses } from "./contract";
import type { Container } from "./container";
import type { Guest, GuestSpec, Machine } from "./machine";
import type { Client, Homelab, Instance } from "./homelab";
import type { KernelNeeds } from "./kernel";
import type { ServicePort } from "./service-port";
import { statedParts, type Operations, type StatedOperations } from "./operations";
import type { AptRepository } from "./repository";
import type { Secret } from "./secret";
import type { Get } from "./view";
import type { Web } from "./web";
import type { Site } from "../site";
import type { Position } from "../values/problem";

/** What `render` reads once the homelab is whole; `S` are the keys of the service's `secrets`. */
export interface Context<U extends Uses = Uses, S extends string = string> {
  readonly site: Site;
  readonly lab: Homelab;
  /** The machine that it runs on: a guest, or for a service of the hosts a node. */
  readonly machine: Machine;
  /** The same machine as a guest, whose sizes are known. Reading it on a node throws. */
  readonly guest: Guest;
  readonly service: Service;
  /** Secrets of its own, by its own keys. */
  readonly secrets: Readonly<Record<S, Secret>>;
  /** Settings of each Use, by the service's own keys. */
  readonly uses: Connected<U>;
  /** Views of the whole homelab. */
  readonly get: Get;
  /** Everyone who uses a contract that this service provides. */
  readonly clients: <Request, Settings, Shared extends Secrets>(
    contract: Contract<Request, Settings, Shared>,
  ) => readonly Client<Request, Shared>[];
}

/** What a service puts into its guest: files, packages and units of the guest's bundle, or containers. */
export interface Rendered extends BundlePart {
  /** Containers on the Docker host. */
  readonly containers?: readonly Container[];
}

/** A Docker app: may be switched off under `apps:`, and lives in containers on the Docker host. */
export interface AppPlacement {
  /** Shares the network of its host; published ports are then its own. */
  readonly hostNetwork?: boolean;
  /** Third octet of its own Docker network, for apps that use something outside their host. @default the common one */
  readonly subnet?: number;
}

/**
 * What a service file states; `L` are the keys of its `ports`, the only ports that its other parts may name, and `S` those
 * of its `secrets`.
 */
export interface ServiceSpec<U extends Uses, L extends string = string, S extends string = string> {
  /** DNS label, unique. */
  readonly name: string;
  /** Name in people's words, for instance `Uptime Kuma`. */
  readonly title: string;
  /** What it is for, one sentence. */
  readonly description: string;
  /** One guest, or each guest that the predicate selects. */
  readonly on: GuestSpec | ((machine: Machine) => boolean);
  readonly app?: AppPlacement;
  readonly ports?: Readonly<Record<L, ServicePort>>;
  /** What it offers to others: contracts, some of them narrowed to what this provider has (`offer`). */
  readonly provides?: readonly AnyContract[];
  readonly web?: Web<NoInfer<L>> | readonly Web<NoInfer<L>>[];
  readonly uses?: U;
  /** Secrets of its own, by its own keys. */
  readonly secrets?: Readonly<Record<S, Secret>>;
  /** Repositories beside those of its guest's distribution. */
  readonly repositories?: readonly AptRepository[];
  readonly kernel?: KernelNeeds;
  /** Key path in homelab.yaml, for a service that is made from it (a web app). */
  readonly declaredAt?: readonly string[];
  /** Place in the user's own catalog file, for a service that was declared there. */
  readonly source?: { readonly file: string; readonly position: Position };
  /** How it is operated, part by part; `none("why")` in place of all leaves every part out. */
  readonly operations: StatedOperations<NoInfer<L>>;
  readonly render?: (context: Context<U, NoInfer<S>>) => Rendered;
}

/** A declared service, with the types of its Uses erased. */
export interface Service extends Omit<
  ServiceSpec<Uses>,
  "web" | "ports" | "provides" | "uses" | "secrets" | "operations" | "render"
> {
  readonly ports: Readonly<Record<string, ServicePort>>;
  readonly provides: readonly AnyContract[];
  readonly web: readonly Web[];
  readonly uses: Uses;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly operations: Operations;
  readonly render?: (context: Context) => Rendered;
}

/**
 * Declares a service; the keys of `uses` and `secrets` are typed in its `render`, and those of `ports` wherever a port is
 * named.
 */
export function service<
  const U extends Uses = Record<never, never>,
  L extends string = never,
  S extends string = never,
>(spec: ServiceSpec<U, L, S>): Service {
  const { web = [], ports = {}, provides = [], uses = {}, secrets = {}, operations, render, ...rest } = spec;
  return {
    ...rest,
    ports,
    provides,
    uses,
    secrets,
    // Another shape than a list is one of them, in the words of today or not.
    web: isList(web) ? web : [web],
    operations: statedParts(operations),
    // What it is given has these Uses: they are its own.
    ...(render !== undefined && { render: render as NonNullable<Service["render"]> }),
  };
}

/** `Array.isArray` does not know lists that are read-only. */
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** `n8n` where a service runs once; `alloy@postgres` where it runs on each guest of a predicate. */
export function instanceId(instance: Pick<Instance, "service" | "machine">): string {
  const { service: of, machine } = instance;
  return typeof of.on === "function" ? `${of.name}@${machine.name}` : of.name;
}
