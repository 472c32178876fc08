import { groupBy } from "../../values/group-by";
import { view, type Machine } from "../../model";

/** One kernel setting or module, and the services that need it. */
export interface KernelNeed {
  readonly name: string;
  /** Names of services, each once, in order of declaration. */
  readonly services: readonly string[];
}

export interface KernelSettings {
  readonly sysctl: readonly (KernelNeed & { readonly value: number })[];
  readonly modules: readonly KernelNeed[];
}

/**
 * What services need from the kernel that they run on, by the machine that has this kernel: a container uses the kernel
 * of its PVE node, a virtual machine its own. The largest requested value satisfies all. Sorted by name.
 */
export const kernelNeeds = view("kernel needs", ({ instances, machines }): ReadonlyMap<Machine, KernelSettings> => {
  const kernelOf = (machine: Machine): Machine =>
    machine.kind === "lxc" ? (machines.get(machine.node) ?? machine) : machine;
  const byKernel = groupBy(instances, ({ machine }) => kernelOf(machine));
  return new Map(
    [...byKernel].map(([machine, local]) => {
      const sysctl = local.flatMap(({ service: { name, kernel } }) =>
        Object.entries(kernel?.sysctl ?? {}).map(([setting, value]) => ({ name: setting, value, service: name })),
      );
      const modules = local.flatMap(({ service: { name, kernel } }) =>
        (kernel?.modules ?? []).map((module) => ({ name: module, service: name })),
      );
      return [
        machine,
        {
          sysctl: needs(sysctl, (all) => ({ value: Math.max(...all.map(({ value }) => value)) })),
          modules: needs(modules, () => ({})),
        },
      ];
    }),
  );
});

function needs<T extends { readonly name: string; readonly service: string }, More>(
  wishes: readonly T[],
  more: (all: readonly T[]) => More,
): (KernelNeed & More)[] {
  return [...groupBy(wishes, ({ name }) => name)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, all]) => ({ name, services: [...new Set(all.map(({ service }) => service))], ...more(all) }));
}
