import { operationParts, type Operations } from "../../model";
import type { LocalCheck } from "./check";

/** A service declares each part of its operations, or gives the reason why it has none. */
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
      fix: 'Add each of them, or write none("why") for it; `operations: none("why")` leaves all parts out.',
    },
  ];
};
