import type { Port } from "../values/port";
import type { Secret } from "./secret";

/** Where a provider is reached by one of its clients. */
export interface At {
  /** An IPv4 address, or the container's name when both live on the same Docker host. */
  readonly address: string;
  readonly port: Port;
  readonly tls: boolean;
}

/** `http://<address>:<port>`, without a slash at its end; `https` where it speaks TLS, unless another scheme is given. */
export function urlOf({ address, port, tls }: At, scheme: "http" | "https" | "h2c" = tls ? "https" : "http"): string {
  return `${scheme}://${address}:${port}`;
}

/** Something that only one client may have, or that several may share if each of them says so. */
export interface Claim {
  /** What is claimed, in words that an error can quote: `database n8n`, `database number 1`. */
  readonly of: string;
  readonly shared: boolean;
}

/** Why a request is impossible, and the likely fix: two sentences. */
export interface Refusal {
  readonly message: string;
  readonly fix: string;
}

/** Secrets of one client, by the contract's own keys. */
export type Secrets = Readonly<Record<string, Secret>>;

/**
 * What services can offer each other. A contract knows the request, what it claims, its secrets and the settings that
 * a client reads; it knows neither its provider nor its clients.
 */
export interface Contract<Request, Settings, S extends Secrets = Secrets> {
  readonly name: string;
  /** Key of the provider's `ports` at which it is offered. */
  readonly port: string;
  /** Nobody but clients with a Use may reach the endpoint: no web name, no audience. @default false */
  readonly clientsOnly?: true;
  /** What a request takes for itself. */
  claims?(request: Request): readonly Claim[];
  /** Why the request is impossible, whoever else asks, and the likely fix; `client` is the client's service name. */
  refuse?(request: Request, client: string): Refusal | undefined;
  /** Secrets that provider and client share; `client` is the client's service name. */
  secrets?(request: Request, client: string): S;
  /** What the client reads as `ctx.uses.<key>`. */
  settings(at: At, request: Request, secrets: S): Settings;
  /** The same as a URL, as the client's own programs take it; for pages, and without the password. */
  url?(settings: Settings): string;
}

/** A contract whose requests are opaque: everyone but itself sees it so. `never` admits contracts of any request. */
export type AnyContract<Settings = unknown> = Contract<never, Settings>;

/**
 * A contract as one provider offers it: what the contract allows and this provider cannot serve (a bucket that it does not
 * have), `refuse` tells; `client` is the client's service name.
 */
export function offer<Request, Settings, S extends Secrets>(
  contract: Contract<Request, Settings, S>,
  { refuse }: { readonly refuse: (request: Request, client: string) => Refusal | undefined },
): Contract<Request, Settings, S> {
  return { ...contract, refuse: (request, client) => contract.refuse?.(request, client) ?? refuse(request, client) };
}

/** A wish for a contract, under the consumer's own key. `from` picks the provider where several offer it. */
export interface Use<Settings = unknown, Optional extends boolean = boolean> {
  readonly contract: AnyContract<Settings>;
  readonly request: unknown;
  /** Name of the providing service. @default the only service that provides the contract */
  readonly from?: string;
  /** Left out, without an error, when its provider is absent. */
  readonly optional: Optional;
}

export type Uses = Readonly<Record<string, Use>>;

/** What a service's `render` reads: the settings of each Use, by the same key. */
export type Connected<U extends Uses> = {
  readonly [K in keyof U]: U[K] extends Use<infer S, infer O> ? (O extends true ? S | undefined : S) : never;
};

/** States a Use of `contract`. Contracts wrap it in functions with names of their own (`postgres.database("n8n")`). */
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

/** The same Use, but its absence is no error: `ctx.uses.<key>` is then undefined. */
export function optional<Settings>(wanted: Use<Settings, false>): Use<Settings, true> {
  return { ...wanted, optional: true };
}
