import { z } from "zod";
import { firstHost, parseCidr, parseIpv4 } from "../../values/ipv4";
import { parseBridge, parseDnsLabel } from "../../values/names";
import { parseVlan } from "../../values/vlan";
import { choice, demanding, flag, integer, named, phrase, text } from "./fields";

/**
 * The networks of a homelab.yaml without `networks`; the default of each gateway is the first address of its network.
 */
const defaultNetworks = {
  lan: {
    bridge: "vmbr0",
    cidr: "192.168.1.0/24",
    routedBy: "router",
    description: "Main network: the household's devices and the PVE host",
  },
  management: { bridge: "vmbr1", vlan: 10, cidr: "10.0.10.0/24", description: "Management addresses" },
  database: {
    bridge: "vmbr1",
    vlan: 20,
    cidr: "10.0.20.0/24",
    isolated: true,
    description: "Databases and object storage, without any way to the internet",
  },
  infrastructure: {
    bridge: "vmbr1",
    vlan: 30,
    cidr: "10.0.30.0/24",
    description: "Reverse proxy, DNS, VPN, sign-on, metrics and logs",
  },
  apps: { bridge: "vmbr1", vlan: 40, cidr: "10.0.40.0/24", description: "NAS, Docker host and Coolify" },
  iot: {
    enabled: false,
    bridge: "vmbr0",
    vlan: 50,
    cidr: "10.0.50.0/24",
    routedBy: "router",
    description: "Smart home devices; needs a switch and a router that support VLANs",
  },
} as const;

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function overDefault(base: object, own: unknown = {}): unknown {
  if (!isMap(own)) return own;
  // A key without a value means the default, so it must not replace it.
  const present = Object.entries(own).filter(([key, value]) => value !== undefined || !Object.hasOwn(base, key));
  return { ...base, ...Object.fromEntries(present) };
}

/**
 * Merges the user's networks into the defaults, name by name and key by key. It runs before parsing, so that the schema
 * reports a missing `bridge` or `cidr` of an added network like any other missing key.
 */
function overDefaults(defaults: Readonly<Record<string, object>>) {
  return (given: unknown): unknown => {
    if (!isMap(given)) return given;
    const own = Object.entries(given).map(([name, value]) => [name, overDefault(defaults[name] ?? {}, value)]);
    return { ...defaults, ...Object.fromEntries(own) };
  };
}

const network = z
  .strictObject({
    enabled: flag("Whether the network exists. Default true, but false for iot.").default(true),
    bridge: text(parseBridge, "Linux bridge on the node. Required for networks of your own.", "vmbr1"),
    vlan: integer(parseVlan, "802.1Q VLAN id, 1 to 4094. Default: untagged.", 60).optional(),
    cidr: text(parseCidr, "Addresses of the network. Required for networks of your own.", "10.0.60.0/24"),
    gateway: text(
      parseIpv4,
      "Address of the gateway. Default: the first address of the network.",
      "10.0.60.1",
    ).optional(),
    routedBy: choice(
      ["host", "router"],
      "Who owns the gateway address: a PVE node (host), or a router outside. Default host, but router for lan and iot.",
    ).default("host"),
    node: text(
      parseDnsLabel,
      "PVE node that owns the gateway address. Required with several nodes, and only where routedBy is host.",
      "pve",
    ).optional(),
    isolated: flag("No access to the internet at all. Default false, but true for database.").default(false),
    description: phrase("What the network is for.", "Cameras").default(""),
  })
  .transform((given) => ({ ...given, gateway: given.gateway ?? firstHost(given.cidr) }))
  // Default networks require no key, others require bridge and cidr; JSON Schema cannot express that.
  .meta({ required: [] });

export const networks = z
  .preprocess(
    overDefaults(defaultNetworks),
    named(parseDnsLabel, network, "Networks. You can override any key of a default network, and add networks."),
  )
  .prefault({});

export const uplink = demanding(
  z.strictObject({
    mode: choice(
      ["nat", "routed", "external"],
      "The host masquerades (nat), a router has static routes (routed), or a router owns all gateways (external). Default nat.",
    ).default("nat"),
    transit: text(
      parseDnsLabel,
      "Name of the network between host and router. Required with mode routed.",
      "transit",
    ).optional(),
  }),
  ({ mode }) =>
    mode !== "routed"
      ? []
      : [
          {
            key: "transit",
            why: "Mode routed requires the network between host and router.",
            fix: "Add transit with the name of that network.",
          },
        ],
)
  .prefault({})
  .describe("How guests reach the rest of the world.");
