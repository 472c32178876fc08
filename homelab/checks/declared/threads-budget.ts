import type { Check } from "../check";
import { guestsOn, total } from "../../model/budget";

/** How many cores a node may promise per thread: guests rarely compute at the same time (the user's document). */
export const coresPerThread = 4;

/** No guest has more cores than its node has threads, and all of them together stay within reason. */
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
        message: `${guest.name} has ${guest.cores} cores, but ${name} only has ${threads} threads.`,
        fix: `Give it at most ${threads}.`,
      }));
    if (cores <= threads * coresPerThread) return wide;
    return [
      ...wide,
      {
        rule: "threads-budget",
        path: ["pve", "nodes", name, "threads"],
        value: String(threads),
        message: `The guests of ${name} have ${cores} cores, more than ${coresPerThread} for each of its ${threads} threads.`,
        fix: "Give guests fewer cores, or correct the node's threads.",
      },
    ];
  });
