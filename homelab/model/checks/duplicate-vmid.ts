import type { Check } from ".";
import { duplicates } from "./duplicates";

/** VMIDs are unique in a PVE cluster, across LXC and VM. */
export const duplicateVmid: Check = ({ guests }) =>
  duplicates(guests.values(), (guest) => (guest.kind === "node" ? undefined : String(guest.vmid))).map(
    ([vmid, first, ...others]) => {
      const group = [first, ...others];
      const changed = group.findLast((guest) => guest.kind !== "node" && vmid !== defaultVmid(guest)) ?? first;
      return {
        rule: "duplicate-vmid",
        path: ["guests", changed.name, "vmid"],
        value: vmid,
        message: `${vmid} is the VMID of ${group.map(({ name }) => name).join(" and ")}.`,
        fix: `Give ${changed.name} a VMID of its own.`,
      };
    },
  );

function defaultVmid(guest: { readonly kind: string; readonly number?: number }): string {
  return String((guest.kind === "lxc" ? 100 : 200) + (guest.number ?? 0));
}
