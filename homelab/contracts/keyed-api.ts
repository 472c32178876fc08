import { urlOf, use, type Contract, type Use } from "../model/contract";
import { external, generated, type Secret } from "../model/secret";

export interface KeyedApiRequest {
  /** The service whose API it is. */
  readonly service: string;
  /**
   * Whether the project gives the service its key (`given`), or the service issues one itself once it runs (`issued`).
   */
  readonly key: "given" | "issued";
}

export interface KeyedApiSettings {
  /** `http://<host>:<port>`, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly key: Secret;
}

/** Key that the project gives a service: 32 hexadecimal digits, which the whole *arr family accepts. */
export const apiKey = (service: string): Secret =>
  generated(service, "api-key", `API key of ${service}`, { length: 32, alphabet: "hex" });

/** Token that a service issues itself. It is optional, because clients are deployed before the token exists. */
export const apiToken = (service: string): Secret =>
  external(
    service,
    "api-token",
    `token for the API of ${service}`,
    `\`homelab bootstrap\` makes it once ${service} runs.`,
    { optional: true },
  );

/** The HTTP API of a service with one key for all of its clients. */
export const contract: Contract<KeyedApiRequest, KeyedApiSettings, { readonly key: Secret }> = {
  name: "keyed-api",
  port: "http",
  secrets: ({ service, key }) => ({ key: key === "given" ? apiKey(service) : apiToken(service) }),
  settings: (at, _, { key }) => ({ url: urlOf(at), host: at.address, port: at.port, key }),
};

/** The API of a service that gets its key from the project, for instance `keyedApi.of("radarr")`. */
export const of = (service: string): Use<KeyedApiSettings, false> => use(contract, { service, key: "given" }, service);

/** The API of a service that issues its key itself, for instance `keyedApi.issuedBy("coolify")`. */
export const issuedBy = (service: string): Use<KeyedApiSettings, false> =>
  use(contract, { service, key: "issued" }, service);
