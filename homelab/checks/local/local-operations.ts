import { operationParts, type Operations } from "../../model";
import type { LocalCheck } from "./check";

/** A service says of each part of its operation what it is, or why there is none. */
export const localOperations: LocalCheck = ({ kind, value, place }) => {
  if (kind !== "service") return [];
  const stated: Partial<Operations> = value.operations ?? {};
  const missing = operationParts.filter((part) => stated[part] === undefined);
  if (missing.length === 0) return [];
  return [
    {
      rule: "local-operations",
      path: [],
      ...place,
      message: `The operations of ${value.name} lack ${missing.join(", ")}.`,
      fix: 'State each, or none("why"); `operations: none("why")` leaves all of them out.',
    },
  ];
};
