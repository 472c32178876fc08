import type { Guest } from "../../homelab/model";
import { template } from "../../homelab/templates";
import { framed, Unreachable, type Shell } from "./shell";

const script = template("push/pct.sh");

/** Exit codes of templates/push/pct.sh. */
const absent = 251;
const stopped = 252;

/**
 * A container, through `pct` on its node, because it has no SSH server. Closing it keeps the connection to the node.
 */
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
          `The container ${vmid} (${name}) is not running.`,
          `On ${guest.node}, run pct start ${vmid}.`,
        );
      return finished;
    },
    close: () => Promise.resolve(),
  };
}
