import type { GuestSpec } from "../../model";
import type { LocalCheck } from "./check";

/** A guest declares what Terraform makes it from. */
export const localGuest: LocalCheck = (declaration) => {
  if (declaration.kind !== "guest") return [];
  const { value, place, keyPlace } = declaration;
  const lacking = value.kind === "lxc" ? "image" : "vm";
  // The file uses the former name of the key, which the rule old-word reports.
  const renamed = value.kind === "vm" && "machine" in value && keyPlace("machine") !== undefined;
  if (renamed || (value as Partial<GuestSpec>)[lacking] !== undefined) return [];
  return [
    {
      rule: "local-guest",
      path: [],
      ...place,
      message: `${value.name} is ${value.kind === "lxc" ? "an LXC without `image`" : "a VM without `vm`, the settings of a VM"}.`,
      fix: `Add \`${lacking}\`, as the guests in homelab/catalog/guests.ts do.`,
    },
  ];
};
