import { groupBy } from "../../homelab/values/group-by";
import { endName, isMember, pingSources, portsText, forwardedPorts, vpnPolicies, type End } from "../../homelab/derive";
import { inRole, isHostRouted, isManaged, type Zone, type Get, type Homelab } from "../../homelab/model";
import { zoneNames } from "./zone-names";
import { flowsByGuest } from "./flows-by-guest";
import { code, lines, page, table } from "./markdown";
import { placeKey, traffic, type Traffic } from "./picture/traffic";

/** The permitted flows, from an overview to the single port. */
export function flowsPage(lab: Homelab, get: Get): string {
  return page(
    "Flows",
    [
      "Who may open a connection to whom. This page and all firewalls are computed from one list, which follows from what",
      "services declare. [flows.csv](flows.csv) is that list before flows are merged, with one line for each reason.",
    ].join("\n"),
    "![Networks and the permitted flows between them](network.svg)",
    `## Between networks\n\n${matrix(lab, get)}`,
    `## What all may do\n\n${common(lab)}`,
    ...publishedPorts(get),
    ...vpn(lab, get),
    `## By destination\n\n${flowsByGuest(lab, get)}`,
  );
}

function matrix(lab: Homelab, get: Get): string {
  const all = get(traffic);
  const inhabited = [...lab.networks.keys()].filter((network) =>
    [...lab.machines.values()].some((machine) => machine.kind !== "node" && machine.network === network),
  );
  const hosts = { zone: "hosts" } as const;
  const places: readonly Traffic["to"][] = [hosts, ...inhabited.map((network) => ({ network }))];
  const zones = Object.keys(zoneNames).map((zone) => ({ zone: zone as Zone }));
  const name = (place: Traffic["from"]): string => ("zone" in place ? zoneNames[place.zone] : place.network);
  const sources: readonly Traffic["from"][] = [...zones, ...inhabited.map((network) => ({ network }))];
  const rows = sources
    .map((from) => [
      `**${name(from)}**`,
      ...places.map((to) =>
        lines(
          all
            .filter((each) => placeKey(each.from) === placeKey(from) && placeKey(each.to) === placeKey(to))
            .flatMap(({ what }) => what),
        ),
      ),
    ])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ""));
  return [
    "Rows open connections, columns answer. `web names` are requests that the proxy forwards, `monitors` are requests of the",
    "monitoring. The row *every managed guest* contains what agents on guests send.\n",
    table(["From", ...places.map(name)], rows),
  ].join("\n");
}

function common(lab: Homelab): string {
  const isolated = [...lab.networks.values()].filter((network) => network.isolated).map(({ name }) => name);
  const open =
    isolated.length === 0
      ? "All guests reach the internet."
      : `Guests reach the internet, except guests in ${isolated.join(", ")}, which have no route to it.`;
  const looking = pingSources(lab).map((from) =>
    "instance" in from ? from.instance.machine.name : zoneNames[from.zone],
  );
  const known = [...lab.machines.values()]
    .filter((machine) => machine.kind !== "node" && !isManaged(machine))
    .map(({ name }) => name);
  const routing = [...lab.networks.values()].some(isHostRouted);
  const second = routing ? "the host that routes them" : "the router";
  return [
    `- **Internet.** ${open}`,
    `- **Ping.** Guests answer ${looking.join(", ")}. The hosts answer every device of the house and every guest.`,
    "- **Answers** on permitted connections are always allowed.",
    `- **Everything else is dropped**, also between neighbours in one network: by the guest's own firewall, in both directions, and between networks also by ${second}. Dropped packets from a guest to a network of the homelab are logged.`,
    "- **Containers** of one Docker host share its address. The host filters each container separately, so only an app that declares a use reaches the used service.",
    ...(known.length === 0
      ? []
      : [
          `- **${known.join(", ")}** is declared but not managed: its own firewall is not configured here; the firewalls of all others include it.`,
        ]),
  ].join("\n");
}

function publishedPorts(get: Get): readonly string[] {
  const ends = (from: readonly End[]): string =>
    from.map((end) => ("zone" in end ? zoneNames[end.zone] : endName(end))).join(", ");
  const rows = get(forwardedPorts).map(({ node, protocol, port, to, from, reasons }) => [
    code(`${node.address} ${protocol} ${port}`),
    code(`${to.address} (${to.name})`),
    ends(from),
    reasons.join(", "),
  ]);
  return rows.length === 0
    ? []
    : [
        `## Published ports\n\n${[
          "A host that masquerades publishes these ports at its own address, because the guests behind it are not reachable from",
          "outside. Operators connect through the host by SSH.\n",
          table(["At the host", "Leads to", "For", "Why"], rows),
        ].join("\n")}`,
      ];
}

function vpn(lab: Homelab, get: Get): readonly string[] {
  const peer = inRole(lab, "vpn")?.machine;
  const same = groupBy(get(vpnPolicies), ({ address, protocol, ports }) => `${address} ${protocol} ${ports.join(" ")}`);
  if (peer === undefined || same.size === 0) return [];
  const rows = [...same.values()].map((group) => {
    const [{ to, address, protocol, ports, reasons }] = group;
    const what = portsText(ports.length === 0 ? [{ protocol }] : ports.map((port) => ({ protocol, port })));
    return [group.map((policy) => policy.group).join(", "), to.name, code(address), what, reasons.join(", ")];
  });
  const managing = isMember(get, "operators", peer.address)
    ? "That address is in `operators`, so administrators can also manage over the VPN."
    : `That address is not in \`operators\`, so administrators cannot manage over the VPN: to allow it, add \`${peer.address}\` there.`;
  return [
    [
      "## VPN peers\n",
      `Peers enter through ${peer.name}, so every firewall sees its address \`${peer.address}\`. The VPN itself decides what each`,
      `group of people may open. ${managing}\n`,
      table(["Groups of people", "To", "Address", "What", "Why"], rows),
    ].join("\n"),
  ];
}
