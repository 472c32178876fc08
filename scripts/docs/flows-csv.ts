import { addressSets, flows, type Flow } from "../../homelab/derive";
import { addressOn, isRoutedBy, networkOf, type Get, type Machine, type Homelab } from "../../homelab/model";

const header = [
  "source",
  "source addresses",
  "destination",
  "destination addresses",
  "protocol",
  "port",
  "reason",
  "declared",
] as const;

/**
 * Every flow as CSV (RFC 4180, but lines end with LF), in order of declaration, one line for each reason. Guests appear
 * with their own addresses, even when a host hides them. A host appears with its address in the peer's network, or with
 * all its addresses. A zone is written as `zone:<name>`, because `+` would begin a formula in a spreadsheet.
 */
export function flowsCsv(lab: Homelab, get: Get): string {
  const sets = get(addressSets);
  const zone = (name: string): readonly string[] =>
    name === "internet" ? ["0.0.0.0/0"] : (sets.find((set) => set.of === name)?.entries ?? []).map(({ cidr }) => cidr);
  const rows = get(flows).map((flow) => {
    const { from, to, protocol, port, reason, declared } = flow;
    const [source, addresses] =
      "zone" in from
        ? [`zone:${from.zone}`, zone(from.zone)]
        : [from.instance.machine.name, addressesOf(lab, from.instance.machine, to)];
    const target = addressesOf(lab, to, peerOf(flow));
    return [source, addresses.join(" "), to.name, target.join(" "), protocol, `${port ?? ""}`, reason, declared];
  });
  return [header, ...rows].map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

const peerOf = ({ from }: Flow): Machine | undefined => ("instance" in from ? from.instance.machine : undefined);

function addressesOf(lab: Homelab, machine: Machine, peer: Machine | undefined): readonly string[] {
  if (machine.kind !== "node") return [machine.address];
  if (peer !== undefined) return [addressOn(lab, machine, networkOf(lab, peer))];
  const gateways = [...lab.networks.values()].filter((network) => isRoutedBy(network, machine.name));
  return [machine.address, ...gateways.map(({ gateway }) => gateway)];
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
