import type { Homelab } from "./homelab";

/** Something computed from a homelab, and from other views. */
export interface View<T> {
  /** For messages about cycles. */
  readonly name: string;
  derive(lab: Homelab, get: Get): T;
}

/** Reads a view; each is computed once per homelab. */
export type Get = <T>(view: View<T>) => T;

/** Names a view. */
export function view<T>(name: string, derive: (lab: Homelab, get: Get) => T): View<T> {
  return { name, derive };
}

const readers = new WeakMap<Homelab, Get>();

/** The reader of a homelab's views, always the same one: whoever asks later finds what was computed before. */
export function views(lab: Homelab): Get {
  const get = readers.get(lab) ?? readerOf(lab);
  readers.set(lab, get);
  return get;
}

/**
 * Reads views of one homelab. Views may read each other in any order; a cycle is a fault of the program and
 * throws an error that names its path.
 */
function readerOf(lab: Homelab): Get {
  const done = new Map<View<unknown>, unknown>();
  const path: View<unknown>[] = [];
  const get = <T>(wanted: View<T>): T => {
    if (done.has(wanted)) return done.get(wanted) as T;
    if (path.includes(wanted)) {
      throw new Error(`Views read each other in a circle: ${[...path, wanted].map((v) => v.name).join(" -> ")}.`);
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
