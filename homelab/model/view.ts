import type { Homelab } from "./homelab";

/** A value that is computed from a homelab and from other views. */
export interface View<T> {
  /** Name in messages about cycles. */
  readonly name: string;
  derive(lab: Homelab, get: Get): T;
}

/** Reads a view; each is computed only once for a homelab. */
export type Get = <T>(view: View<T>) => T;

/** Declares a view. */
export function view<T>(name: string, derive: (lab: Homelab, get: Get) => T): View<T> {
  return { name, derive };
}

const readers = new WeakMap<Homelab, Get>();

/** The reader of a homelab's views: always the same one, so that every view is computed only once. */
export function views(lab: Homelab): Get {
  const get = readers.get(lab) ?? readerOf(lab);
  readers.set(lab, get);
  return get;
}

/**
 * Reads the views of one homelab. Views may read each other in any order. A cycle is a defect of the program and throws
 * an error that names its path.
 */
function readerOf(lab: Homelab): Get {
  const done = new Map<View<unknown>, unknown>();
  const path: View<unknown>[] = [];
  const get = <T>(wanted: View<T>): T => {
    if (done.has(wanted)) return done.get(wanted) as T;
    if (path.includes(wanted)) {
      throw new Error(`Views depend on each other in a cycle: ${[...path, wanted].map((v) => v.name).join(" -> ")}.`);
    }
    path.push(wanted);
    try {
      const value = wanted.derive(lab, get);
      done.set(wanted, value);
      return value;
    } finally {
      path.pop();
    }
  };
  return get;
}
