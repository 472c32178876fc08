import type { Check } from "../check";
import { guestsOn, mebibytes, total } from "../../model/budget";

/** Memory is never oversubscribed: the guests of a node and its reserve fit into it. */
export const memoryBudget: Check = (lab) =>
  Object.entries(lab.site.pve.nodes).flatMap(([name, { memoryMiB, reserveMiB }]) => {
    const wanted = total(guestsOn(lab, name), (guest) => guest.memoryMiB);
    if (wanted + reserveMiB <= memoryMiB) return [];
    return [
      {
        rule: "memory-budget",
        path: ["pve", "nodes", name, "memory"],
        value: mebibytes(memoryMiB),
        message: `The guests of ${name} want ${mebibytes(wanted)} and the host keeps ${mebibytes(reserveMiB)}, ${mebibytes(wanted + reserveMiB - memoryMiB)} more than it has.`,
        fix: "Give guests less memory (guests.<name>.memory), switch some off, or correct the node's memory.",
      },
    ];
  });
