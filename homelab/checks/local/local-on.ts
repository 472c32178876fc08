import type { GuestSpec } from "../../model";
import type { LocalCheck } from "./check";

/** A service says where it runs. */
export const localOn: LocalCheck = ({ kind, value, place }) => {
  if (kind !== "service" || typeof value.on === "function") return [];
  // A misspelt name of a guest is undefined.
  if ((value.on as GuestSpec | undefined)?.networks !== undefined) return [];
  return [
    {
      rule: "local-on",
      path: [],
      ...place,
      message: `${value.name} runs on no guest: \`on\` is empty.`,
      fix: "Name one of `guests`, such as guests.docker, or a guest of your own.",
    },
  ];
};
