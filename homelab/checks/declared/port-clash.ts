import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** A port of a machine belongs to one service; a port inside a container's own network does not count. */
export const portClash: Check = ({ instances }) => {
  const ports = instances.flatMap(({ service, machine }) =>
    Object.entries(service.ports)
      .filter(([, { local }]) => !(local && service.app !== undefined))
      .map(([key, { protocol, number }]) => ({ service, machine, key, at: `${machine.name} ${protocol} ${number}` })),
  );
  return duplicates(ports, ({ at }) => at).map(([, first, ...others]) => {
    const group = [first, ...others] as const;
    const last = newcomer(group);
    const port = last.service.ports[last.key];
    return {
      rule: "port-clash",
      ...declarationOf(last.service),
      value: `${port?.protocol} ${port?.number}`,
      message: `${group.map(({ service, key }) => `${service.name}.${key}`).join(" and ")} use the same port of ${last.machine.name}, ${port?.protocol} ${port?.number}.`,
      fix: `Give ${last.service.name} another port, or switch one of them off.`,
    };
  });
};
