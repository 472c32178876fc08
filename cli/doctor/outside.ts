import { flowRules, routes } from "../../homelab/derive";
import { views, type Homelab } from "../../homelab/model";
import { containsAny, isIpv4, parseCidr } from "../../homelab/values/ipv4";
import { isPrivateDomain } from "../../homelab/values/names";
import { ok, siteCheck, skipped, warn, type Check, type Finding } from "./check";
import type { System } from "./system";

/** Checks of what the internet has to reach. */

/**
 * Networks that routers on the internet do not forward.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const notRouted = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
].map(parseCidr);

const isNotRouted = (address: string): boolean => isIpv4(address) && containsAny(notRouted, address);

const publicNames = siteCheck(
  "Public names",
  async ({ domain }, { reading, system }) => {
    const hosts = reading.site === undefined ? [] : publicHosts(reading.lab);
    if (isPrivateDomain(domain)) {
      return skipped(`${domain} has no public names: VPN peers on the road cannot find the house.`);
    }
    if (hosts.length === 0) return skipped("No route is exposed to the internet.");
    const found = await Promise.all(hosts.map(async (host) => ({ host, addresses: await system.resolve(host) })));
    return nameFault(found) ?? ok(found.map(({ host, addresses }) => `${host} is ${addresses?.join(", ")}.`).join(" "));
  },
  true,
);

const publicHosts = (lab: Homelab): readonly string[] => [
  ...new Set(views(lab)(routes).flatMap(({ exposure, fqdns }) => (exposure === "internet" ? fqdns : []))),
];

type Found = readonly { readonly host: string; readonly addresses: readonly string[] | undefined }[];

function nameFault(found: Found): Finding | undefined {
  if (found.every(({ addresses }) => addresses === undefined)) {
    return warn("Public DNS does not answer.", "Try again from a network that allows outgoing DNS (UDP 53).");
  }
  const nameless = found.filter(({ addresses = [] }) => addresses.length === 0).map(({ host }) => host);
  if (nameless.length > 0) {
    return warn(
      `Public DNS has no address for ${nameless.join(", ")}.`,
      "At the provider of the domain, make the records that docs/generated/router.md lists.",
    );
  }
  const hidden = found.find(({ addresses = [] }) => addresses.some(isNotRouted));
  return hidden === undefined
    ? undefined
    : warn(
        `Public DNS answers ${hidden.addresses?.join(", ")} for ${hidden.host}, an address that the internet cannot reach.`,
        "Put the public address of the house into the record. If your router has none itself (CGNAT), ask your provider for one.",
      );
}

/** Connects to the public address, so the router also has to forward such connections from its own network. */
const forwards = siteCheck(
  "Port forwards",
  async ({ domain }, { reading, system }) => {
    if (isPrivateDomain(domain)) return skipped(`${domain} has no public names.`);
    const [host] = reading.site === undefined ? [] : publicHosts(reading.lab);
    const [address] = host === undefined ? [] : ((await system.resolve(host)) ?? []);
    if (reading.site === undefined || host === undefined || address === undefined || isNotRouted(address)) {
      return skipped("Needs a public name with a public address.");
    }
    const ports = internetPorts(reading.lab);
    const answers = await Promise.all(ports.map((port) => answersAt(system, address, port)));
    const silent = ports.filter((_, index) => !answers[index]).map(named);
    return silent.length === 0
      ? ok(`${ports.map(named).join(" and ")} answer at ${address}.`)
      : warn(
          `${silent.join(" and ")} ${silent.length === 1 ? "does" : "do"} not answer at ${address}.`,
          `Set the port forwards of docs/generated/router.md in the router. Some routers do not forward connections from inside: then try https://${host} from a phone without Wi-Fi.`,
        );
  },
  true,
);

interface InternetPort {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

const named = ({ protocol, port }: InternetPort): string => `${protocol.toUpperCase()} ${port}`;

const internetPorts = (lab: Homelab): readonly InternetPort[] =>
  views(lab)(flowRules).flatMap(({ from, protocol, port }) =>
    "zone" in from && from.zone === "internet" && protocol !== "icmp" && port !== undefined ? [{ protocol, port }] : [],
  );

async function answersAt(system: System, address: string, { protocol, port }: InternetPort): Promise<boolean> {
  if (protocol === "udp") return system.stun(address, port);
  return (await system.connect(address, port)).kind !== "unreachable";
}

export const outsideChecks: readonly Check[] = [publicNames, forwards];
