import type { Check } from "../check";
import { guestsOn, mebibytes, total } from "../../model/budget";

/** Memory is never overcommitted: the guests of a node and its reserve fit into its memory. */
export const memoryBudget: Check = (lab) =>
  Object.entries(lab.site.pve.nodes).flatMap(([name, { memoryMiB, reserveMiB }]) => {
    const wanted = total(guestsOn(lab, name), (guest) => guest.memoryMiB);
    if (wanted + reserveMiB <= memoryMiB) return [];
    return [
      {
        rule: "memory-budget",
        path: ["pve", "nodes", name, "memory"],
        value: mebibytes(memoryMiB),
        message: `The guests on ${name} need ${mebibytes(wanted)} of memory and the host reserves ${mebibytes(reserveMiB)}: ${mebibytes(wanted + reserveMiB - memoryMiB)} more than ${name} has.`,
        fix: "Give guests less memory (guests.<name>.memory), switch some off, or correct the memory of the node.",
      },
    ];
  });
