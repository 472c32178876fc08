import { guestsOn, total, view } from "../../model";

/** The resources that the guests of one PVE node take, and those that it has. */
export interface NodeBudget {
  readonly node: string;
  readonly guests: number;
  readonly cores: number;
  readonly threads: number;
  readonly memoryMiB: number;
  readonly availableMemoryMiB: number;
  readonly diskGiB: number;
  /** Passed-through disks, on no datastore. */
  readonly bulkGiB: number;
}

/** One row for each node. Guests that are declared but not managed count as well. */
export const budget = view("budget", (lab): readonly NodeBudget[] =>
  Object.entries(lab.site.pve.nodes).map(([node, { threads, memoryMiB: has }]) => {
    const guests = guestsOn(lab, node);
    const memoryMiB = total(guests, (guest) => guest.memoryMiB);
    return {
      node,
      guests: guests.length,
      cores: total(guests, (guest) => guest.cores),
      threads,
      memoryMiB,
      availableMemoryMiB: has - memoryMiB,
      diskGiB: total(guests, (guest) => guest.diskGiB),
      bulkGiB: total(guests, (guest) => guest.bulkGiB),
    };
  }),
);
