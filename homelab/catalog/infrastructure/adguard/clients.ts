import { dns } from "../../../derive";
import type { Context } from "../../../model";
import { namesFrom } from "./upstreams";

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

/** Answers of a network of its own, beside the common cache. */
const cacheBytes = 2 * 1024 * 1024;

/**
 * Every guest by its name. Where names are answered otherwise outside, so is each network that a router owns: whoever lives
 * there has the outside's upstream, guests as well, because an address goes before its network.
 */
export function clients(context: Context): readonly PersistentClient[] {
  const { lab, get } = context;
  const { split } = get(dns);
  const outside = [...lab.networks.values()].filter(({ routedBy }) => split && routedBy === "router");
  const known = [...lab.guests.values()].map(({ name, address, network }) => ({
    name,
    id: address as string,
    apart: outside.some((each) => each.name === network),
  }));
  const networks = outside.map(({ name, cidr }) => ({ name: `network ${name}`, id: cidr as string, apart: true }));
  return [...known, ...networks].map(({ name, id, apart }) => ({
    name,
    ids: [id],
    tags: [],
    upstreams: apart ? [namesFrom(context, "outside")] : [],
    upstreams_cache_enabled: apart,
    upstreams_cache_size: apart ? cacheBytes : 0,
    use_global_settings: true,
    use_global_blocked_services: true,
  }));
}
