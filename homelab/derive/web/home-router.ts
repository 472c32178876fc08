import { contains, withPrefix } from "../../values/ipv4";
import { isPrivateDomain } from "../../values/names";
import {
  addressOn,
  inRole,
  isHostRouted,
  lanOf,
  nodeHiding,
  transitAddress,
  transitOf,
  view,
  type Get,
  type Homelab,
  type Network,
} from "../../model";
import { dns } from "./dns";
import { flowRules } from "../reach/flow-rules";
import { routerRules, type RouterEnd } from "../reach/router-rules";
import { routes } from "./routes";

/** A task that no stack can do, because it is done on the home router or at the provider of the domain. */
export interface RouterTask {
  readonly title: string;
  /**
   * Before the first guest starts, or as soon as the service behind it answers: done earlier, it would break things.
   */
  readonly when: "before guests" | "when it runs";
  readonly why: string;
  /** One setting in each line. */
  readonly lines: readonly string[];
}

/**
 * What to set on the home router. Each task follows from what the router owns, so each `uplink` mode has only the tasks
 * that it needs: behind a masquerading host (`nat`) little more than the DNS server, with `external` all of them.
 */
export const routerTodo = view("router to-do", (lab, get): readonly RouterTask[] => [
  ...gateways(lab),
  ...staticRoutes(lab),
  ...internet(lab),
  ...rules(lab, get),
  ...reserved(lab),
  ...nameServer(lab, get),
  ...forwards(lab, get),
  ...publicNames(get),
]);

const listed = (networks: readonly Network[]): string =>
  networks.map(({ name, cidr }) => `${cidr} (${name})`).join(", ");

/** Networks that a router owns, except the LAN, which it already has. */
function further(lab: Homelab): readonly Network[] {
  return [...lab.networks.values()].filter((network) => !isHostRouted(network) && network !== lanOf(lab));
}

function gateways(lab: Homelab): RouterTask[] {
  const lines = further(lab).map(({ name, bridge, vlan, cidr, gateway }) => {
    const where = vlan === undefined ? "untagged" : `VLAN ${vlan}`;
    return `${name}: ${where} on the port that leads to ${bridge} of the hosts, with the address ${withPrefix(gateway, cidr)}`;
  });
  const why =
    "The router owns the gateways of these networks. Every switch between it and the hosts must pass their VLAN tags.";
  // All firewall rules here are for IPv4.
  const silent = "no IPv6 in any of them: no router advertisements, no DHCPv6";
  return lines.length === 0 ? [] : [{ title: "Networks", when: "before guests", why, lines: [...lines, silent] }];
}

function staticRoutes(lab: Homelab): RouterTask[] {
  const lines = [...lab.networks.values()].filter(isHostRouted).flatMap(({ name, cidr, node }) => {
    const via = transitAddress(lab, node);
    return via === undefined ? [] : [`${cidr} (${name}) via ${via} (${node})`];
  });
  const why = "A host owns the gateways of these networks, and the router reaches it through the transit network.";
  return lines.length === 0 ? [] : [{ title: "Static routes", when: "before guests", why, lines }];
}

/** Nothing to do with `uplink: nat`: the host itself translates addresses. */
function internet(lab: Homelab): RouterTask[] {
  if (lab.site.uplink.mode === "nat") return [];
  const transit = transitOf(lab);
  const all = [...lab.networks.values()].filter((network) => network !== lanOf(lab) && network !== transit);
  const [open, isolated] = [all.filter((network) => !network.isolated), all.filter((network) => network.isolated)];
  return [
    {
      title: "Internet access",
      when: "before guests",
      why: "Many routers translate only the addresses of their own network.",
      lines: [
        ...(open.length === 0 ? [] : [`translate (NAT, masquerade) ${listed(open)}`]),
        ...(isolated.length === 0 ? [] : [`refuse ${listed(isolated)}: isolated, no traffic to or from the internet`]),
      ],
    },
  ];
}

function rules(lab: Homelab, get: Get): RouterTask[] {
  const named = (ends: readonly RouterEnd[]): string =>
    ends.map(({ names, address }) => `${address} (${names.join(" and ")})`).join(", ");
  const allowed = get(routerRules).map(({ from, to, what }) => `${named(from)} to ${named(to)}: ${what}`);
  const transit = transitOf(lab);
  const apart = further(lab).filter((network) => network !== transit);
  const lines = [
    ...allowed.map((line) => `allow ${line}`),
    ...(apart.length === 0 ? [] : [`refuse everything else between the networks of the house and ${listed(apart)}`]),
  ];
  return lines.length === 0
    ? []
    : [
        {
          title: "Rules between networks",
          when: "before guests",
          why: "These packets pass through the router. It must also let the replies back, as every stateful firewall does by itself.",
          lines,
        },
      ];
}

function nameServer(lab: Homelab, get: Get): RouterTask[] {
  const [resolver, lan] = [inRole(lab, "resolver"), lanOf(lab)];
  if (resolver === undefined) return [];
  const address = addressOn(lab, resolver.machine, lan);
  const { second } = lab.site.dns;
  const hiding = nodeHiding(lab, resolver.machine);
  const where =
    hiding === undefined
      ? resolver.machine.name
      : `${hiding.name}, which forwards the port to ${resolver.machine.name}`;
  return [
    {
      title: `DNS server that DHCP hands out in ${lan.name}`,
      when: "when it runs",
      why: [
        `Wait until ${resolver.service.title} answers: \`dig @${address} ${get(dns).server}\` from a device of the house must return an address. If DHCP hands it out earlier, the house has no DNS at all.`,
        "Devices ask a second server at any time, not only when the first does not answer. A public one does not filter and cannot resolve the names of the homelab.",
        second === undefined
          ? `Only ${resolver.service.title} resolves the names below ${lab.site.domain}. If you run a second server, set \`dns.second\`.`
          : `${second} must resolve the names below ${lab.site.domain} as well: load the zone files into it after every change of these names.`,
      ].join(" "),
      lines: [
        ...(second === undefined
          ? [`first and only: ${address} (${where})`]
          : [
              `first: ${address} (${where})`,
              `second: ${second}, with dns/${get(dns).split ? "lan" : "inside"}.zone and the reverse zones beside it loaded`,
            ]),
        "no DNS server through IPv6 (router advertisements, DHCPv6): devices would ask that one instead",
      ],
    },
  ];
}

function reserved(lab: Homelab): RouterTask[] {
  const lines = [...lab.networks.values()].flatMap((network) => {
    const here = [...lab.machines.values()].filter((machine) => machine.network === network.name);
    const second = lab.site.dns.second;
    const own = second === undefined || second === network.gateway || !contains(network.cidr, second) ? [] : [second];
    const kept = [
      ...here.map(({ name, address }) => `${address} (${name})`),
      ...own.map((address) => `${address} (second DNS server)`),
    ];
    return isHostRouted(network) || kept.length === 0 ? [] : [`${network.name}: ${kept.join(", ")}`];
  });
  return [
    {
      title: "Addresses that DHCP must not hand out",
      when: "before guests",
      why: "Hosts and guests have static addresses. A device that gets the same address from DHCP would cut them off.",
      lines,
    },
  ];
}

function forwards(lab: Homelab, get: Get): RouterTask[] {
  const lines = get(flowRules)
    .filter(({ from }) => "zone" in from && from.zone === "internet")
    .map(({ to, protocol, port, reasons }) => {
      const hiding = nodeHiding(lab, to);
      const target =
        hiding === undefined ? `${to.address} (${to.name})` : `${hiding.address} (${hiding.name}, for ${to.name})`;
      return `${protocol} ${port} to ${target}: ${reasons.join(", ")}`;
    });
  const { domain } = lab.site;
  const unknown = isPrivateDomain(domain) && inRole(lab, "vpn") !== undefined;
  return [
    {
      title: "Port forwards from the internet",
      when: "when it runs",
      why: [
        "Nothing else needs to be reachable from the internet: turn UPnP and NAT-PMP off.",
        ...(unknown
          ? [
              `VPN peers away from home cannot connect yet: ${domain} is a private domain, and public DNS cannot resolve its names. Set \`domain\` to a domain that you own.`,
            ]
          : []),
      ].join(" "),
      lines: lines.length === 0 ? ["none"] : lines,
    },
  ];
}

function publicNames(get: Get): RouterTask[] {
  const names = new Set(get(routes).flatMap(({ exposure, fqdns }) => (exposure === "internet" ? fqdns : [])));
  return names.size === 0
    ? []
    : [
        {
          title: "Public names, at the provider of the domain",
          when: "when it runs",
          why: [
            "Clients outside ask public DNS. Every other name is resolved only inside and needs no public record.",
            "If your internet provider changes your address, use dynamic DNS. If it gives you no public address (CGNAT), no port forward works.",
          ].join(" "),
          lines: [...names].map((name) => `${name}: A record with the public address of the house`),
        },
      ];
}
