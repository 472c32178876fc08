import type { GuestSpec } from "../../model";
import type { LocalCheck } from "./check";

/** A service declares where it runs. */
export const localOn: LocalCheck = ({ kind, value, place }) => {
  if (kind !== "service" || typeof value.on === "function") return [];
  // Type checking is off here, so a misspelt `guests.<name>` is undefined.
  if ((value.on as GuestSpec | undefined)?.networks !== undefined) return [];
  return [
    {
      rule: "local-on",
      path: [],
      ...place,
      message: `${value.name} has no guest to run on: \`on\` is empty.`,
      fix: "Set `on` to a guest of the catalog, such as guests.docker, or to a guest of your own.",
    },
  ];
};
