import { urlOf, use, type Contract, type Use } from "../model/contract";

export interface WebApiSettings {
  /** `http://<host>:<port>`, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

/** The HTTP API of a service, for other services; its key is a secret of the service. */
export const contract: Contract<Record<never, never>, WebApiSettings> = {
  name: "web-api",
  port: "http",
  settings: (at) => ({ url: urlOf(at), host: at.address, port: at.port }),
};

/** The API of the named service, for instance `webApi.of("radarr")`. */
export const of = (service: string): Use<WebApiSettings, false> => use(contract, {}, service);
