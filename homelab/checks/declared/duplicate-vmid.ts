import type { Check } from "../check";
import { duplicates } from "../duplicates";

/** VMIDs are unique in a PVE cluster, for LXCs and VMs together. */
export const duplicateVmid: Check = ({ machines }) =>
  duplicates(machines.values(), (machine) => (machine.kind === "node" ? undefined : String(machine.vmid))).map(
    ([vmid, first, ...others]) => {
      const group = [first, ...others];
      const last = others.at(-1) ?? first;
      return {
        rule: "duplicate-vmid",
        path: ["guests", last.name, "vmid"],
        orPaths: group.map(({ name }) => ["guests", name, "vmid"]),
        value: vmid,
        message: `${group.map(({ name }) => name).join(" and ")} have the same VMID, ${vmid}.`,
        fix: "Give one of them another VMID.",
      };
    },
  );
