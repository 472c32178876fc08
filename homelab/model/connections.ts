import { groupBy } from "../values/group-by";
import { nearest } from "../values/nearest";
import type { Problem } from "../values/problem";
import { addressOn, networkOf, type Paths } from "./addresses";
import { isSameContract, type AnyContract, type At, type Contract, type Secrets, type Use } from "./contract";
import type { Connection, Instance } from "./homelab";
import type { ServicePort } from "./service-port";
import type { Service } from "./service";

interface Directory {
  /** Everything declared, enabled or not. */
  readonly declared: readonly Service[];
  readonly instances: readonly Instance[];
  readonly paths: Paths;
  /** Guests that are left out because of another problem, which is already reported. */
  readonly misplaced: ReadonlySet<string>;
}

/** Finds a provider for every Use. Without a provider, an optional Use is left out, and any other is a problem. */
export function connect(directory: Directory): { readonly connections: Connection[]; readonly problems: Problem[] } {
  const connections: Connection[] = [];
  const problems: Problem[] = [];
  const offers = offersByContract(directory.instances);
  for (const client of directory.instances) {
    for (const [key, use] of Object.entries(client.service.uses)) {
      const candidates = (offers.get(use.contract.name) ?? []).filter(
        ({ provider }) => use.from === undefined || provider.service.name === use.from,
      );
      // Another contract of the same name cannot read the request; duplicate-contract reports it.
      if (!candidates.every(({ contract }) => isSameContract(contract, use.contract))) continue;
      const [offer, another] = candidates;
      if (offer !== undefined && (another === undefined || use.from !== undefined)) {
        const connection = connectionOf(client, key, use, offer, directory.paths);
        if (connection !== undefined) connections.push(connection);
        else problems.push(noPort(client, key, use, offer.provider));
      } else if (offer !== undefined) {
        problems.push(ambiguous(client, key, use, candidates));
      } else if (!use.optional) {
        problems.push(...unprovided(client, key, use, directory));
      }
    }
  }
  return { connections, problems };
}

/** The connections of one contract, with its types. */
export function connectionsOf<Request, Settings, S extends Secrets>(
  connections: readonly Connection[],
  { name }: Contract<Request, Settings, S>,
): readonly Connection<Request, Settings, S>[] {
  // Only the functions of a contract make its Uses, and they type the request.
  return connections.filter((each): each is Connection<Request, Settings, S> => each.contract.name === name);
}

/** A contract, and an instance that provides it. */
interface Offer {
  readonly contract: AnyContract;
  readonly provider: Instance;
}

function offersByContract(instances: readonly Instance[]): ReadonlyMap<string, readonly Offer[]> {
  const offers = instances.flatMap((provider) => provider.service.provides.map((contract) => ({ contract, provider })));
  return groupBy(offers, ({ contract }) => contract.name);
}

function connectionOf(
  client: Instance,
  key: string,
  use: Use,
  { contract: offered, provider }: Offer,
  paths: Paths,
): Connection | undefined {
  // The request is opaque here; only the contract itself reads it.
  const contract = offered as Contract<unknown, unknown>;
  const port = provider.service.ports[contract.port];
  if (port === undefined) return undefined;
  const at = reach(client, provider, port, paths);
  const secrets = contract.secrets?.(use.request, client.service.name) ?? {};
  return {
    client,
    key,
    use,
    contract,
    provider,
    port,
    at,
    secrets,
    settings: contract.settings(at, use.request, secrets),
  };
}

/** Containers on the same Docker host reach each other by name; all other clients use the address of the machine. */
function reach(client: Instance, provider: Instance, port: ServicePort, paths: Paths): At {
  const sameEngine = client.machine === provider.machine && inDockerNetwork(client) && inDockerNetwork(provider);
  return sameEngine
    ? { address: provider.service.name, port: port.containerNumber, tls: port.tls }
    : {
        address: addressOn(paths, provider.machine, networkOf(paths, client.machine)),
        port: port.number,
        tls: port.tls,
      };
}

/** True for an app whose containers have a Docker network and do not share the network of their host. */
export function inDockerNetwork({ service }: Instance): boolean {
  return service.app !== undefined && service.app.hostNetwork !== true;
}

function unprovided(client: Instance, key: string, use: Use, { declared, misplaced }: Directory): Problem[] {
  const { service, machine } = client;
  const off = declared.find(
    ({ name, provides }) =>
      (use.from === undefined || name === use.from) && provides.some((contract) => contract.name === use.contract.name),
  );
  const asked = `${service.name} uses ${use.from ?? use.contract.name} (${service.name}.uses.${key})`;
  if (off !== undefined) {
    if (typeof off.on !== "function" && misplaced.has(off.on.name)) return [];
    return [
      {
        rule: "disabled-provider",
        path: ["apps", off.name],
        orPaths: typeof off.on === "function" ? [] : [["guests", off.on.name, "enabled"]],
        message: `${asked}, but ${off.name} is switched off.`,
        fix: `Switch ${off.name} on, or switch ${service.app === undefined ? `the guest ${machine.name}` : `the app ${service.name}`} off.`,
      },
    ];
  }
  const names = declared.map(({ name }) => name);
  return [
    {
      rule: "unknown-provider",
      path: [],
      message: `${asked}, but no service offers that.`,
      fix:
        use.from === undefined
          ? `Declare a service that provides ${use.contract.name}.`
          : `Did you mean ${nearest(use.from, names) ?? "another service"}?`,
    },
  ];
}

function ambiguous(client: Instance, key: string, use: Use, candidates: readonly Offer[]): Problem {
  const names = candidates.map(({ provider }) => provider.service.name).join(", ");
  return {
    rule: "ambiguous-provider",
    path: [],
    message: `${client.service.name}.uses.${key} uses ${use.contract.name}, which several services offer: ${names}.`,
    fix: "Set `from` in the Use to one of them.",
  };
}

function noPort(client: Instance, key: string, use: Use, provider: Instance): Problem {
  return {
    rule: "no-port",
    path: [],
    message: `${client.service.name}.uses.${key} needs the port "${use.contract.port}" of ${provider.service.name}, which has no such port.`,
    fix: `Add ${use.contract.port} to the ports of ${provider.service.name}.`,
  };
}
