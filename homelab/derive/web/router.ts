import { contains, withPrefix } from "../../values/ipv4";
import { isPrivateDomain } from "../../values/names";
import {
  addressOn,
  inRole,
  lanOf,
  nodeHiding,
  transitAddress,
  view,
  type Get,
  type Homelab,
  type Network,
} from "../../model";
import { dns } from "./dns";
import { flowRules } from "../reach/flow-rules";
import { routerRules, type RouterEnd } from "../reach/router-rules";
import { routes } from "./routes";

/** Something that no stack can do, because it is done on the home router or at the provider of a domain. */
export interface RouterTask {
  readonly title: string;
  /** Before the first guest starts, or when the service that it leads to answers: until then it would only break things. */
  readonly when: "before guests" | "when it runs";
  readonly why: string;
  /** One setting each. */
  readonly lines: readonly string[];
}

/**
 * What the home router has to be told. Each task follows from what the router owns, so a mode of the uplink has the
 * tasks that it needs: behind a masquerading host (`nat`) little more than the DNS server, with `external` everything.
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

/** Networks that a router owns, but for the one that it has anyway. */
function further(lab: Homelab): readonly Network[] {
  return [...lab.networks.values()].filter((network) => network.routedBy === "router" && network !== lanOf(lab));
}

function transitOf({ site, networks }: Homelab): Network | undefined {
  return site.uplink.mode === "routed" ? networks.get(site.uplink.transit ?? "") : undefined;
}

function gateways(lab: Homelab): RouterTask[] {
  const lines = further(lab).map(({ name, bridge, vlan, cidr, gateway }) => {
    const where = vlan === undefined ? "untagged" : `VLAN ${vlan}`;
    return `${name}: ${where} on the port that leads to ${bridge} of the hosts, with the address ${withPrefix(gateway, cidr)}`;
  });
  const why =
    "The router owns the gateway of these networks. Every switch between it and the hosts has to pass on their tags.";
  // The rules of all firewalls here are of IPv4.
  const silent = "no IPv6 in any of them: no router advertisements, no DHCPv6";
  return lines.length === 0 ? [] : [{ title: "Networks", when: "before guests", why, lines: [...lines, silent] }];
}

function staticRoutes(lab: Homelab): RouterTask[] {
  const lines = [...lab.networks.values()].flatMap(({ name, cidr, node = "" }) => {
    const via = transitAddress(lab, node);
    return via === undefined ? [] : [`${cidr} (${name}) via ${via} (${node})`];
  });
  const why = "These networks end at a host, and the router reaches it through the transit network.";
  return lines.length === 0 ? [] : [{ title: "Static routes", when: "before guests", why, lines }];
}

/** A host that masquerades translates addresses itself. */
function internet(lab: Homelab): RouterTask[] {
  if (lab.site.uplink.mode === "nat") return [];
  const transit = transitOf(lab);
  const all = [...lab.networks.values()].filter((network) => network !== lanOf(lab) && network !== transit);
  const [open, isolated] = [all.filter((network) => !network.isolated), all.filter((network) => network.isolated)];
  return [
    {
      title: "Way to the internet",
      when: "before guests",
      why: "Many routers translate the addresses of their own network alone.",
      lines: [
        ...(open.length === 0 ? [] : [`translate (NAT, masquerade) ${listed(open)}`]),
        ...(isolated.length === 0 ? [] : [`refuse ${listed(isolated)}: isolated, neither to the internet nor from it`]),
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
          why: "These packets pass the router. Answers to what is allowed have to come back, which any stateful firewall does by itself.",
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
      : `${hiding.name}, which hands the port on to ${resolver.machine.name}`;
  return [
    {
      title: `DNS server that DHCP hands out in ${lan.name}`,
      when: "when it runs",
      why: [
        `Not before ${resolver.service.title} answers: \`dig @${address} ${get(dns).server}\` from a device of the house has to name an address. Until then the house would have no DNS at all.`,
        "A second server is asked at any time and not only when the first is silent: a public one neither filters nor knows a name of the homelab.",
        second === undefined
          ? `Devices learn the names below ${lab.site.domain} from ${resolver.service.title} alone. With a second server of your own, set \`dns.second\`.`
          : `${second} has to know the names below ${lab.site.domain} as well, and this after every change of them: load the zone files.`,
      ].join(" "),
      lines: [
        ...(second === undefined
          ? [`first and only: ${address} (${where})`]
          : [
              `first: ${address} (${where})`,
              `second: ${second}, with dns/${get(dns).split ? "lan" : "inside"}.zone and the reverse zones beside it loaded`,
            ]),
        "none by IPv6 (router advertisements, DHCPv6): devices would ask that one instead",
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
    return network.routedBy === "host" || kept.length === 0 ? [] : [`${network.name}: ${kept.join(", ")}`];
  });
  return [
    {
      title: "Addresses that DHCP leaves alone",
      when: "before guests",
      why: "Hosts and guests set their addresses themselves. A device that got one of them as well would cut them off.",
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
        "Nothing else has to be reachable from the internet: switch UPnP and NAT-PMP off.",
        ...(unknown
          ? [
              `VPN peers on the road cannot use theirs yet: ${domain} is a private domain, whose names nobody outside can resolve. It takes a domain of your own.`,
            ]
          : []),
      ].join(" "),
      lines: lines.length === 0 ? ["none"] : lines,
    },
  ];
}

function publicNames(get: Get): RouterTask[] {
  const names = new Set(get(routes).flatMap(({ exposure, fqdns: hosts }) => (exposure === "internet" ? hosts : [])));
  return names.size === 0
    ? []
    : [
        {
          title: "Public names, at the provider of the domain",
          when: "when it runs",
          why: [
            "Who is outside asks public DNS. Every other name is answered inside alone, and needs no public record.",
            "Where the provider of your line changes the address, use dynamic DNS; where it gives none of your own (CGNAT), no forward works.",
          ].join(" "),
          lines: [...names].map((name) => `${name}: A record with the public address of the house`),
        },
      ];
}
