import { use, type Contract, type Use } from "../model/contract";

/** Read-only access to a Docker engine, through a proxy that allows only a few GET requests. */
export const contract: Contract<Record<never, never>, { readonly endpoint: string }> = {
  name: "docker-discovery",
  port: "docker",
  settings: ({ address, port }) => ({ endpoint: `tcp://${address}:${port}` }),
};

/** Discovers containers. */
export const discovery = (): Use<{ readonly endpoint: string }, false> => use(contract, {});
