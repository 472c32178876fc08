import { dns } from "../../../derive";
import { isHostRouted, type Context } from "../../../model";
import { othersNames } from "./upstreams";

/** A client with its own name in query log and statistics. */
export interface PersistentClient {
  readonly name: string;
  /** Addresses and networks. */
  readonly ids: readonly string[];
  readonly tags: readonly string[];
  /** They take precedence over the common upstreams, which answer all names that these do not list. */
  readonly upstreams: readonly string[];
  readonly upstreams_cache_enabled: boolean;
  /** Bytes. */
  readonly upstreams_cache_size: number;
  readonly use_global_settings: true;
  readonly use_global_blocked_services: true;
}

/** Size of the cache for one client's answers, beside the common cache. */
const cacheBytes = 256 * 1024;

/**
 * Every machine by its name. Where clients outside get other answers, clients inside have the inside's upstream:
 * machines by their addresses, which take precedence over networks, and each network that a host routes. The household
 * then uses the common cache, the only one that gives an expired answer while it fetches a new one.
 */
export function clients(context: Context): readonly PersistentClient[] {
  const { lab, get } = context;
  const { split } = get(dns);
  const inside = split ? [...lab.networks.values()].filter(isHostRouted) : [];
  const machines = [...lab.machines.values()].map(({ name, address, network }) => ({
    name,
    id: address,
    apart: inside.some((each) => each.name === network),
  }));
  const networks = inside.map(({ name, cidr }) => ({ name: `network ${name}`, id: cidr, apart: true }));
  return [...machines, ...networks].map(({ name, id, apart }) => ({
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
