import type { Check } from "../check";
import { guestsOn, total } from "../../model/budget";

/** How many cores of guests a node may have per thread: guests are rarely busy at the same time. */
const coresPerThread = 4;

/** No guest has more cores than its node has threads, and all guests of a node have at most four cores per thread. */
export const threadsBudget: Check = (lab) =>
  Object.entries(lab.site.pve.nodes).flatMap(([name, { threads }]) => {
    const guests = guestsOn(lab, name);
    const cores = total(guests, (guest) => guest.cores);
    const wide = guests
      .filter((guest) => guest.cores > threads)
      .map((guest) => ({
        rule: "threads-budget",
        path: ["guests", guest.name, "cores"],
        value: String(guest.cores),
        message: `${guest.name} has ${guest.cores} cores, but ${name} has only ${threads} threads.`,
        fix: `Give ${guest.name} at most ${threads} cores.`,
      }));
    if (cores <= threads * coresPerThread) return wide;
    return [
      ...wide,
      {
        rule: "threads-budget",
        path: ["pve", "nodes", name, "threads"],
        value: String(threads),
        message: `The guests on ${name} have ${cores} cores, more than ${coresPerThread} for each of its ${threads} threads.`,
        fix: "Give guests fewer cores (guests.<name>.cores), or correct the threads of the node.",
      },
    ];
  });
