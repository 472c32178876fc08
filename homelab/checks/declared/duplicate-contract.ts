import { groupBy } from "../../values/group-by";
import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** A client finds its provider by the name of the contract, so no two contracts have the same name. */
export const duplicateContract: Check = ({ catalog }) => {
  const named = [
    ...catalog.services.flatMap((service) => service.provides.map((contract) => ({ service, contract }))),
    ...catalog.services.flatMap((service) =>
      Object.values(service.uses).map(({ contract }) => ({ service, contract })),
    ),
  ];
  // Copies that `offer` makes have the same settings.
  const kinds = [...groupBy(named, ({ contract }) => contract.settings).values()].map(([first]) => first);
  return duplicates(kinds, ({ contract }) => contract.name).map(([name, ...group]) => ({
    rule: "duplicate-contract",
    ...declarationOf(newcomer(group).service),
    value: name,
    message: `${group.map(({ service }) => service.name).join(" and ")} refer to different contracts with the same name, ${name}.`,
    fix: "Give the contract that you added another name, or use the one that exists.",
  }));
};
