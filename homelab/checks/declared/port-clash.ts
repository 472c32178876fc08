import type { Check } from "../check";
import { declarationOf, newcomer } from "../declaration";
import { duplicates } from "../duplicates";

/** One guest listens once on a port; what stays inside a container's own network does not count. */
export const portClash: Check = ({ instances }) => {
  const ports = instances.flatMap(({ service, machine }) =>
    Object.entries(service.listens)
      .filter(([, { local }]) => !(local && service.app !== undefined))
      .map(([key, { protocol, port }]) => ({ service, machine, key, at: `${machine.name} ${protocol} ${port}` })),
  );
  return duplicates(ports, ({ at }) => at).map(([, first, ...others]) => {
    const group = [first, ...others] as const;
    const last = newcomer(group);
    const listen = last.service.listens[last.key];
    return {
      rule: "port-clash",
      ...declarationOf(last.service),
      value: `${listen?.protocol} ${listen?.port}`,
      message: `${group.map(({ service, key }) => `${service.name}.${key}`).join(" and ")} both listen on ${listen?.protocol} ${listen?.port} of ${last.machine.name}.`,
      fix: `Give ${last.service.name} another port, or switch one of them off.`,
    };
  });
};
