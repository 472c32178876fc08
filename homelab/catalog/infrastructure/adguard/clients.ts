import { dns } from "../../../derive";
import type { Context } from "../../../model";
import { othersNames } from "./upstreams";

/** A client with a name of its own in query log and statistics. */
export interface PersistentClient {
  readonly name: string;
  /** Addresses and networks. */
  readonly ids: readonly string[];
  readonly tags: readonly string[];
  /** Asked before those of everybody; names that none of them is for go the common way. */
  readonly upstreams: readonly string[];
  readonly upstreams_cache_enabled: boolean;
  /** Bytes. */
  readonly upstreams_cache_size: number;
  readonly use_global_settings: true;
  readonly use_global_blocked_services: true;
}

/** Answers of one client, beside the common cache. */
const cacheBytes = 256 * 1024;

/**
 * Every guest by its name. Where names are answered otherwise outside, whoever is inside has the inside's upstream: guests
 * by their addresses, which go before networks, and each network that a host routes. The common cache, which alone gives
 * an old answer while it fetches a new one, is then the household's.
 */
export function clients(context: Context): readonly PersistentClient[] {
  const { lab, get } = context;
  const { split } = get(dns);
  const inside = [...lab.networks.values()].filter(({ routedBy }) => split && routedBy === "host");
  const guests = [...lab.machines.values()].map(({ name, address, network }) => ({
    name,
    id: address,
    apart: inside.some((each) => each.name === network),
  }));
  const networks = inside.map(({ name, cidr }) => ({ name: `network ${name}`, id: cidr, apart: true }));
  return [...guests, ...networks].map(({ name, id, apart }) => ({
    name,
    ids: [id],
    tags: [],
    upstreams: apart ? [othersNames(context, "inside")] : [],
    upstreams_cache_enabled: apart,
    upstreams_cache_size: apart ? cacheBytes : 0,
    use_global_settings: true,
    use_global_blocked_services: true,
  }));
}
