import { groupBy } from "../../homelab/values/group-by";
import { endName, isMember, pingSources, portsText, forwardedPorts, vpnPolicies, type End } from "../../homelab/derive";
import { inRole, isManaged, type Zone, type Get, type Homelab } from "../../homelab/model";
import { zoneNames } from "./zone-names";
import { flowsByGuest } from "./flows-by-guest";
import { code, lines, page, table } from "./markdown";
import { placeKey, traffic, type Traffic } from "./picture/traffic";

/** What may pass, from the large to the single port. */
export function flowsPage(lab: Homelab, get: Get): string {
  return page(
    "Flows",
    [
      "Who may open a connection to whom. Every firewall, and this page, is computed from one list, which follows from what",
      "services declare; unmerged it is [flows.csv](flows.csv), with one line for each reason.",
    ].join("\n"),
    "![Networks, and what may pass between them](network.svg)",
    `## Between networks\n\n${matrix(lab, get)}`,
    `## What else everybody may\n\n${common(lab)}`,
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
    "Rows open connections, columns answer. `web names` are what the gateway hands on, `monitors` what the watcher asks.",
    "What the agents of guests send stands in the row *every managed guest*.\n",
    table(["From", ...places.map(name)], rows),
  ].join("\n");
}

function common(lab: Homelab): string {
  const isolated = [...lab.networks.values()].filter((network) => network.isolated).map(({ name }) => name);
  const open =
    isolated.length === 0
      ? "All guests reach the internet."
      : `Guests reach the internet, but those of ${isolated.join(", ")}: nothing there has a way out.`;
  const looking = pingSources(lab).map((from) =>
    "instance" in from ? from.instance.machine.name : zoneNames[from.zone],
  );
  const known = [...lab.machines.values()]
    .filter((machine) => machine.kind !== "node" && !isManaged(machine))
    .map(({ name }) => name);
  const routing = [...lab.networks.values()].some(({ routedBy }) => routedBy === "host");
  const second = routing ? "the host that routes them" : "the router";
  return [
    `- **Internet.** ${open}`,
    `- **Ping.** Guests answer ${looking.join(", ")}. The hosts answer everybody in the house and every guest.`,
    "- **Answers** to what may be opened always come back.",
    `- **Everything else is dropped**, neighbours in one network included: by the guest's own firewall, in both directions, and between networks once more by ${second}. What a guest sends to a network of the homelab in vain is logged.`,
    "- **Containers** of one Docker host share its address. Inside it they are judged one by one, so that only the app that declares a use reaches what it uses.",
    ...(known.length === 0
      ? []
      : [
          `- **${known.join(", ")}** is known and not managed: its own firewall is its own business, that of all others knows it.`,
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
          "A host that masquerades offers these at its own address, because nobody outside can reach the guests behind it.",
          "Operators go through the host by SSH.\n",
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
    ? "That address is among `operators`, so administrators manage by VPN as well."
    : `That address is not among \`operators\`, so nobody manages by VPN: add \`${peer.address}\` there to allow it to administrators.`;
  return [
    [
      "## VPN peers\n",
      `Peers come in through ${peer.name} and have its address \`${peer.address}\` for every firewall. What each group of people may`,
      `open, the VPN itself judges. ${managing}\n`,
      table(["Groups of people", "To", "Address", "What", "Why"], rows),
    ].join("\n"),
  ];
}
