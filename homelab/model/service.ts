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

/** What `render` reads after the homelab is assembled; `S` are the keys of the service's `secrets`. */
export interface Context<U extends Uses = Uses, S extends string = string> {
  readonly site: Site;
  readonly lab: Homelab;
  /** The machine that the service runs on: a guest, or a node for a service of the hosts. */
  readonly machine: Machine;
  /** The same machine as a guest, which has sizes. Reading it on a node throws. */
  readonly guest: Guest;
  readonly service: Service;
  /** The service's own secrets, by its keys. */
  readonly secrets: Readonly<Record<S, Secret>>;
  /** Settings of each Use, by the keys of the service. */
  readonly uses: Connected<U>;
  /** Views of the whole homelab. */
  readonly get: Get;
  /** All clients of a contract that this service provides. */
  readonly clients: <Request, Settings, Shared extends Secrets>(
    contract: Contract<Request, Settings, Shared>,
  ) => readonly Client<Request, Shared>[];
}

/** What a service puts on its machine: files, packages and units of the machine's bundle, or containers. */
export interface Rendered extends BundlePart {
  /** Containers on the Docker host. */
  readonly containers?: readonly Container[];
}

/** A Docker app: it runs in containers on the Docker host, and `apps:` in homelab.yaml can switch it off. */
export interface AppPlacement {
  /** Whether it shares the network of its host; it then listens on its ports directly. */
  readonly hostNetwork?: boolean;
  /**
   * Third octet of its own Docker network, for apps that use services on other machines. @default the common network
   */
  readonly subnet?: number;
}

/**
 * What a service file declares. `L` are the keys of its `ports`, the only ports that its other parts may name, and `S`
 * are the keys of its `secrets`.
 */
export interface ServiceSpec<U extends Uses, L extends string = string, S extends string = string> {
  /** DNS label, unique. */
  readonly name: string;
  /** Name for people, for instance `Uptime Kuma`. */
  readonly title: string;
  /** What it is for, as a sentence. */
  readonly description: string;
  /** One guest, or each machine that the predicate selects. */
  readonly on: GuestSpec | ((machine: Machine) => boolean);
  readonly app?: AppPlacement;
  readonly ports?: Readonly<Record<L, ServicePort>>;
  /** Contracts that it offers to others, some of them restricted to what this provider has (`offer`). */
  readonly provides?: readonly AnyContract[];
  readonly web?: Web<NoInfer<L>> | readonly Web<NoInfer<L>>[];
  readonly uses?: U;
  /** The service's own secrets, by its keys. */
  readonly secrets?: Readonly<Record<S, Secret>>;
  /** Repositories in addition to those of the machine's distribution. */
  readonly repositories?: readonly AptRepository[];
  readonly kernel?: KernelNeeds;
  /** Key path in homelab.yaml, for a service that homelab.yaml declares (a web app). */
  readonly declaredAt?: readonly string[];
  /** Place in the user's own catalog file, for a service that such a file declares. */
  readonly source?: { readonly file: string; readonly position: Position };
  /** How it is operated, part by part; `none("why")` instead leaves all parts out. */
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
 * Declares a service. The keys of `uses` and `secrets` are typed in its `render`, and the keys of `ports` wherever a
 * port is named.
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
    // Anything but a list is a single web interface, even if its keys have former names.
    web: isList(web) ? web : [web],
    operations: statedParts(operations),
    // The context that it gets has exactly these Uses.
    ...(render !== undefined && { render: render as NonNullable<Service["render"]> }),
  };
}

/** The type of `Array.isArray` does not cover readonly lists. */
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** `n8n` for a service on one guest; `alloy@postgres` for a service on each machine that a predicate selects. */
export function instanceId(instance: Pick<Instance, "service" | "machine">): string {
  const { service: of, machine } = instance;
  return typeof of.on === "function" ? `${of.name}@${machine.name}` : of.name;
}
