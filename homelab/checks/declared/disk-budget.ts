import type { Check } from "../check";
import { guestsOn, total } from "../../model/budget";

/** The system disks of a node's guests fit into its datastore, even a thin one: a full thin pool stops every guest. */
export const diskBudget: Check = (lab) =>
  Object.entries(lab.site.pve.nodes).flatMap(([name, { datastores }]) => {
    const { id, capacityGiB } = datastores.disks;
    const wanted = total(guestsOn(lab, name), (guest) => guest.diskGiB);
    if (capacityGiB === undefined || wanted <= capacityGiB) return [];
    return [
      {
        rule: "disk-budget",
        path: ["pve", "nodes", name, "datastores", "disks", "capacity"],
        value: `${capacityGiB} GiB`,
        message: `The guests on ${name} need ${wanted} GiB of disk, ${wanted - capacityGiB} GiB more than ${id} has.`,
        fix: "Give guests smaller disks (guests.<name>.disk) before you create them, or correct the capacity.",
      },
    ];
  });
