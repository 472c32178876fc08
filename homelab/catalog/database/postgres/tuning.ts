/** PostgreSQL's settings that depend on the memory of its guest. */
export interface Tuning {
  readonly shared_buffers: string;
  readonly effective_cache_size: string;
  readonly work_mem: string;
  readonly maintenance_work_mem: string;
}

/**
 * A quarter for PostgreSQL's cache, as its documentation recommends for a dedicated server; two thirds as the planner's
 * estimate of all caches; and a share for each sort and each VACUUM that allows a few dozen at once. With 3 GiB these
 * are 768 MB, 2 GB, 8 MB and 192 MB.
 *
 * @see https://www.postgresql.org/docs/current/runtime-config-resource.html
 */
export function tuning(memoryMiB: number): Tuning {
  const share = (part: number, least: number, most = Infinity): string =>
    `${Math.min(Math.max(Math.floor(memoryMiB * part), least), most)}MB`;
  return {
    shared_buffers: share(1 / 4, 64),
    effective_cache_size: share(2 / 3, 128),
    work_mem: share(1 / 384, 4, 64),
    maintenance_work_mem: share(1 / 16, 32, 1024),
  };
}
