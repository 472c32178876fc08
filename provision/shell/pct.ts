import type { Guest } from "../../homelab/model";
import { template } from "../../homelab/templates";
import { framed, Unreachable, type Shell } from "./shell";

const script = template("push/pct.sh");

/** Exit codes of templates/push/pct.sh. */
const absent = 251;
const stopped = 252;

/** A container, through `pct` on its node: it runs no SSH server. The node's connection is not ended with it. */
export function pctShell(node: Shell, guest: Pick<Guest, "name" | "vmid" | "node" | "stack">): Shell {
  const { name, vmid } = guest;
  return {
    async run(text, options = {}) {
      const { command, stream } = framed(text, options);
      const finished = await node.run(script, { ...options, args: [String(vmid), command], input: stream });
      if (finished.code === absent)
        throw new Unreachable(
          `There is no container ${vmid} (${name}) on ${guest.node}.`,
          `Deploy its stack first: cdktf deploy ${guest.stack}.`,
        );
      if (finished.code === stopped)
        throw new Unreachable(
          `The container ${vmid} (${name}) is switched off.`,
          `On ${guest.node}: pct start ${vmid}.`,
        );
      return finished;
    },
    close: () => Promise.resolve(),
  };
}
