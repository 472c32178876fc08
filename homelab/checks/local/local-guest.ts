import type { GuestSpec } from "../../model";
import type { LocalCheck } from "./check";

/** A guest says what Terraform makes it from. */
export const localGuest: LocalCheck = (declaration) => {
  if (declaration.kind !== "guest") return [];
  const { value, place, keyPlace } = declaration;
  const lacking = value.kind === "lxc" ? "image" : "vm";
  // Under another name it is there, and a rule of its own says so.
  const renamed = value.kind === "vm" && "machine" in value && keyPlace("machine") !== undefined;
  if (renamed || (value as Partial<GuestSpec>)[lacking] !== undefined) return [];
  return [
    {
      rule: "local-guest",
      path: [],
      ...place,
      message: `${value.name} is ${value.kind === "lxc" ? "an LXC without an image" : "a VM that does not say what machine it is"}.`,
      fix: `State its \`${lacking}\`, as the guests in homelab/catalog/guests.ts do.`,
    },
  ];
};
