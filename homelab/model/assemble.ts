import type { Problem } from "../values/problem";
import type { Site } from "../site";
import { connect } from "./connections";
import { extended } from "./extension";
import type { Machine } from "./machine";
import { resolveGuests, resolveNetworks } from "./machines";
import type { Catalog, Homelab, Instance } from "./homelab";
import { instanceId, type Service } from "./service";

/**
 * Makes one homelab from what the catalog declares and homelab.yaml selects. The problems are guests without a network
 * and Uses without a provider; `homelab/checks` contains the rules over the result.
 */
export function assemble(site: Site, declared: Catalog): { readonly lab: Homelab; readonly problems: Problem[] } {
  const catalog = { ...declared, services: extended(declared.services, declared.extensions ?? []) };
  const networks = resolveNetworks(site);
  const { machines, problems: guestProblems, misplaced } = resolveGuests(site, catalog.guests, networks);
  const services = catalog.services.filter((service) => site.apps[service.name] !== false || service.app === undefined);
  const instances = instancesOf(services, machines);
  const byName = new Map(machines.map((machine) => [machine.name, machine]));
  const { connections, problems: useProblems } = connect({
    declared: catalog.services,
    instances,
    paths: { site, networks, machines: byName },
    misplaced,
  });
  const running = new Set(instances.map(({ service }) => service));
  const lab: Homelab = {
    site,
    catalog,
    networks,
    machines: byName,
    services: new Map(services.filter((service) => running.has(service)).map((service) => [service.name, service])),
    instances,
    connections,
  };
  return { lab, problems: [...guestProblems, ...useProblems] };
}

function instancesOf(services: readonly Service[], machines: readonly Machine[]): Instance[] {
  const byName = new Map(machines.map((machine) => [machine.name, machine]));
  return services.flatMap((service) => {
    const { on } = service;
    const chosen = typeof on === "function" ? machines.filter(on) : [byName.get(on.name)];
    return chosen
      .filter((machine) => machine !== undefined)
      .map((machine) => ({ id: instanceId({ service, machine }), service, machine }));
  });
}
