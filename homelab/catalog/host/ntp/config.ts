import { flows, isMember, type FlowSource } from "../../../derive";
import {
  addressOn,
  networkOf,
  nodeHiding,
  type Context,
  type Get,
  type Machine,
  type Homelab,
  type Network,
  type Rendered,
} from "../../../model";

const file = "/etc/chrony/conf.d/homelab.conf";
const unit = "chrony.service";

/**
 * The node's clock answers only the networks of its clients; the firewall admits only single addresses in them. The
 * time servers of the node stay as installed.
 */
export function clock({ lab, machine: node, service, get }: Context): Rendered {
  const sources = get(flows)
    .filter((flow) => flow.to === node && flow.service === service)
    .map(({ from }) => from);
  const clients = [...lab.machines.values()].filter((machine) => machine !== node && asks(get, sources, machine));
  const networks = new Set(clients.map((machine) => seenIn(lab, machine, node)));
  const lines = [...networks].map(({ cidr, name }) => `# ${name}\nallow ${cidr}`);
  const [first] = clients;
  return {
    packages: ["chrony"],
    files: [
      { path: file, content: `${["# Networks with machines that keep their own time.", ...lines].join("\n")}\n` },
    ],
    units: [{ name: unit, files: [file] }],
    health: [
      { name: "chrony runs", command: ["systemctl", "is-active", "--quiet", unit] },
      ...(first === undefined
        ? []
        : [
            {
              name: `${first.name} may ask for the time`,
              // chronyc exits with 0 either way; its output has the answer.
              command: [
                "sh",
                "-c",
                `chronyc accheck ${addressOn(lab, first, seenIn(lab, first, node))} | grep --quiet "Access allowed"`,
              ],
            },
          ]),
    ],
  };
}

function asks(get: Get, sources: readonly FlowSource[], machine: Machine): boolean {
  return sources.some((from) =>
    "instance" in from ? from.instance.machine === machine : isMember(get, from.zone, machine.address),
  );
}

/** The network of the address that the node sees for a machine; if another node hides it, that node's network. */
function seenIn(lab: Homelab, machine: Machine, node: Machine): Network {
  const hiding = nodeHiding(lab, machine);
  return networkOf(lab, hiding === undefined || hiding === node ? machine : hiding);
}
