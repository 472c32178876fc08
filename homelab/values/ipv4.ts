import { IPv4 } from "ipaddr.js";
import type { Brand } from "./brand";
import { accepts, Rejection } from "./rejection";

/** An IPv4 address, four decimal parts: `10.0.20.10`. */
export type Ipv4 = Brand<string, "Ipv4">;

/** An IPv4 network with no host bits set: `10.0.20.0/24`. */
export type Cidr = Brand<string, "Cidr">;

// Four decimal parts without leading zeros: 010 would be octal to some programs and decimal to others.
const fourParts = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;

function isAddress(text: string): boolean {
  return fourParts.test(text) && IPv4.isValid(text);
}

/** Throws `Rejection` (rule `address`) unless the text is four decimal parts of 0..255. */
export function parseIpv4(text: string): Ipv4 {
  if (isAddress(text)) return text as Ipv4;
  if (text.includes("/")) {
    throw new Rejection(
      "address",
      "This is a network, but this key takes a single address.",
      "Write one address, such as 10.0.20.10.",
    );
  }
  throw new Rejection(
    "address",
    "This is not an IPv4 address: four numbers from 0 to 255, separated by dots, without leading zeros.",
    "Write an address such as 10.0.20.10.",
  );
}

/** Accepts an address with a prefix length, whether host bits are set or not. Throws `Rejection` (rule `cidr`). */
function splitCidr(text: string): { readonly address: string; readonly network: Cidr } {
  const [address = "", bits = ""] = text.split("/", 2);
  if (text.split("/").length !== 2 || !isAddress(address) || !/^(\d|[12]\d|3[0-2])$/.test(bits)) {
    throw new Rejection(
      "cidr",
      "This is not an IPv4 network: an address, a slash and a prefix length from 0 to 32.",
      "Write a network such as 10.0.20.0/24.",
    );
  }
  return { address, network: `${IPv4.networkAddressFromCIDR(text).toString()}/${bits}` as Cidr };
}

const hostBits = (network: Cidr, fix: string): Rejection =>
  new Rejection("host-bits", `Host bits are set: the network that contains this address is ${network}.`, fix);

/** Throws `Rejection` (rules `cidr`, `host-bits`); with host bits set, its fix names the right network. */
export function parseCidr(text: string): Cidr {
  const { network } = splitCidr(text);
  if (network !== text) throw hostBits(network, `Write ${network}.`);
  return network;
}

/**
 * Accepts an address or a network. Throws `Rejection`; with host bits set, its fix names both that may have been meant.
 */
export function parseHostOrCidr(text: string): Ipv4 | Cidr {
  if (!text.includes("/")) return parseIpv4(text);
  const { address, network } = splitCidr(text);
  if (network === text) return network;
  throw hostBits(network, `Write ${address} for this address only, or ${network} for the whole network.`);
}

/** 24 for 10.0.20.0/24. */
export function prefixLength(cidr: Cidr): number {
  return IPv4.parseCIDR(cidr)[1];
}

/** 10.0.20.0 for 10.0.20.0/24. */
export function networkAddress(cidr: Cidr): Ipv4 {
  return IPv4.networkAddressFromCIDR(cidr).toString() as Ipv4;
}

/** 10.0.20.255 for 10.0.20.0/24. */
export function broadcast(cidr: Cidr): Ipv4 {
  return IPv4.broadcastAddressFromCIDR(cidr).toString() as Ipv4;
}

/** The address as an unsigned number, for sorting and arithmetic. */
export function toNumber(ip: Ipv4): number {
  return IPv4.parse(ip).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function fromNumber(value: number): Ipv4 {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".") as Ipv4;
}

/** The n-th address, counted from the network address (0). Throws `Rejection` (rule `address`) outside the network. */
export function hostAt(cidr: Cidr, n: number): Ipv4 {
  const size = 2 ** (32 - prefixLength(cidr));
  if (!Number.isInteger(n) || n < 0 || n >= size) {
    throw new Rejection(
      "address",
      `${cidr} has no address number ${n}: its addresses have the numbers 0 to ${size - 1}.`,
      "Use a larger network or a smaller number.",
    );
  }
  return fromNumber(toNumber(networkAddress(cidr)) + n);
}

/** The first address that a host may have: 10.0.20.1 for 10.0.20.0/24; a /31 or /32 has no network address to skip. */
export function firstHost(cidr: Cidr): Ipv4 {
  return hostAt(cidr, prefixLength(cidr) >= 31 ? 0 : 1);
}

/** Whether the address is in the network (including its network address and its broadcast address). */
export function contains(cidr: Cidr, ip: Ipv4): boolean {
  return IPv4.parse(ip).match(IPv4.parseCIDR(cidr));
}

/** The entry as a network: a single address becomes a /32. */
export function asCidr(entry: Ipv4 | Cidr): Cidr {
  return (entry.includes("/") ? entry : `${entry}/32`) as Cidr;
}

/** Whether the address, or the whole other network, is in the network. */
export function covers(cidr: Cidr, entry: Ipv4 | Cidr): boolean {
  const inner = asCidr(entry);
  return contains(cidr, networkAddress(inner)) && prefixLength(inner) >= prefixLength(cidr);
}

/** Whether two networks share any address. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, networkAddress(other)) || contains(other, networkAddress(one));
}

/** 10.0.20.10/24: an address with the prefix length of its network, as interfaces are configured. */
export function withPrefix(ip: Ipv4, cidr: Cidr): string {
  return `${ip}/${prefixLength(cidr)}`;
}

/** The number of the broadcast address in its network, 255 in a /24: every host number is below it. */
export function broadcastNumber(cidr: Cidr): number {
  return 2 ** (32 - prefixLength(cidr)) - 1;
}

/** Whether the text is a four-part IPv4 address. */
export function isIpv4(text: string): text is Ipv4 {
  return accepts(parseIpv4, text);
}

/** Whether the address equals any of the entries, or is in any of them. */
export function containsAny(entries: readonly (Ipv4 | Cidr)[], ip: Ipv4): boolean {
  return entries.some((entry) => (isIpv4(entry) ? entry === ip : contains(entry, ip)));
}
