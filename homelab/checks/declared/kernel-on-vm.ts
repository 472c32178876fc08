import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** A node sets its kernel for the containers on it. A virtual machine has a kernel of its own, which nothing sets. */
export const kernelOnVm: Check = ({ instances }) =>
  instances
    .filter(({ service, machine }) => service.kernel !== undefined && machine.kind === "vm")
    .map(({ service, machine }) => ({
      rule: "kernel-on-vm",
      ...declarationOf(service),
      value: "kernel",
      message: `${service.name} needs settings of the kernel (${service.name}.kernel) and runs on ${machine.name}, a virtual machine: only a node's kernel gets such settings, for its containers.`,
      fix: `Render a file in /etc/sysctl.d or /etc/modules-load.d on ${machine.name} instead, and remove \`kernel\` from ${service.name}.`,
    }));
