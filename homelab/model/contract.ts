import type { Port } from "../values/port";
import type { Secret } from "./secret";

/** Where one of its clients reaches a provider. */
export interface At {
  /** An IPv4 address, or the name of the container if both are on the same Docker host. */
  readonly address: string;
  readonly port: Port;
  readonly tls: boolean;
}

/** `http://<address>:<port>`, without a slash at its end; `https` if the port uses TLS, unless `scheme` is given. */
export function urlOf(
  { address, port, tls }: Pick<At, "address" | "tls"> & { readonly port: number },
  scheme: "http" | "https" | "h2c" = tls ? "https" : "http",
): string {
  return `${scheme}://${address}:${port}`;
}

/** Something that only one client may have, or that several may share if each of them declares it as shared. */
export interface Claim {
  /** What is claimed, as messages name it: `PostgreSQL database n8n`, `Redis database 1`. */
  readonly of: string;
  readonly shared: boolean;
}

/** Why a request is impossible, and the likely fix: two sentences. */
export interface Refusal {
  readonly message: string;
  readonly fix: string;
}

/** Secrets of one client, by the keys of the contract. */
export type Secrets = Readonly<Record<string, Secret>>;

/**
 * What one service can offer to others. A contract defines the request, what it claims, its secrets and the settings
 * that a client reads; it refers neither to its provider nor to its clients.
 */
export interface Contract<Request, Settings, S extends Secrets = Secrets> {
  readonly name: string;
  /** Key of the provider's `ports` at which the provider offers it. */
  readonly port: string;
  /** Only clients with a Use may reach the port: it has no web name and no zones. @default false */
  readonly clientsOnly?: true;
  /** What a request claims. */
  readonly claims?: (request: Request) => readonly Claim[];
  /** Why the request is impossible, and the likely fix; `client` is the client's service name. */
  readonly refuse?: (request: Request, client: string) => Refusal | undefined;
  /** Secrets that provider and client share; `client` is the client's service name. */
  readonly secrets?: (request: Request, client: string) => S;
  /** What the client reads as `ctx.uses.<key>`. */
  readonly settings: (at: At, request: Request, secrets: S) => Settings;
  /** The settings as a URL that the client's programs accept; for pages, and without the password. */
  readonly url?: (settings: Settings) => string;
}

/**
 * A contract as all other code sees it: only its own functions read its requests, secrets and settings. `never` allows
 * contracts with any of these.
 */
export interface AnyContract<Settings = unknown> extends Omit<Contract<never, Settings>, "settings" | "url"> {
  readonly settings: (at: At, request: never, secrets: never) => Settings;
  readonly url?: (settings: never) => string;
}

/** Whether two are the same contract, perhaps as different providers offer it: `offer` keeps the settings. */
export function isSameContract(one: AnyContract, other: AnyContract): boolean {
  return one.name === other.name && one.settings === other.settings;
}

/**
 * A contract as one provider offers it. `refuse` tells why this provider cannot serve a request that the contract
 * allows, for instance for a bucket that it does not have; `client` is the client's service name.
 */
export function offer<Request, Settings, S extends Secrets>(
  contract: Contract<Request, Settings, S>,
  { refuse }: { readonly refuse: (request: Request, client: string) => Refusal | undefined },
): Contract<Request, Settings, S> {
  return { ...contract, refuse: (request, client) => contract.refuse?.(request, client) ?? refuse(request, client) };
}

/** A service's request for a contract, under a key of that service. `from` selects a provider if several offer it. */
export interface Use<Settings = unknown, Optional extends boolean = boolean> {
  readonly contract: AnyContract<Settings>;
  readonly request: unknown;
  /** Name of the providing service. @default the only service that provides the contract */
  readonly from?: string;
  /** The Use is left out, without an error, if its provider is absent. */
  readonly optional: Optional;
}

export type Uses = Readonly<Record<string, Use>>;

/** What a service's `render` reads: the settings of each Use, by the same key. */
export type Connected<U extends Uses> = {
  readonly [K in keyof U]: U[K] extends Use<infer S, infer O> ? (O extends true ? S | undefined : S) : never;
};

/** Makes a Use of `contract`. Each contract wraps this in its own functions (`postgres.database("n8n")`). */
export function use<Request, Settings, S extends Secrets>(
  contract: Contract<Request, Settings, S>,
  request: Request,
  from?: string,
): Use<Settings, false> {
  return {
    contract,
    request,
    ...(from !== undefined && { from }),
    optional: false,
  };
}

/** The same Use, but an absent provider is not an error: `ctx.uses.<key>` is then undefined. */
export function optional<Settings>(wanted: Use<Settings, false>): Use<Settings, true> {
  return { ...wanted, optional: true };
}
