import type { Brand } from "./brand";
import { Rejection } from "./rejection";

/** A unicast MAC address in upper case, as Proxmox VE writes it: `BC:24:11:00:01:05`. */
export type Mac = Brand<string, "Mac">;

/** Accepts either case. Throws `Rejection` (rule `mac`). */
export function parseMac(text: string): Mac {
  if (!/^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(text)) {
    throw new Rejection(
      "mac",
      "This is not a MAC address: six pairs of hexadecimal digits, separated by colons.",
      "Write an address such as BC:24:11:00:01:05.",
    );
  }
  // The lowest bit of the first octet marks a group address, which no interface can have (IEEE 802).
  if (Number.parseInt(text.slice(0, 2), 16) % 2 === 1) {
    throw new Rejection(
      "mac",
      "This is a multicast MAC address: its first pair is odd, but that of an interface must be even.",
      "Write an address such as BC:24:11:00:01:05.",
    );
  }
  return text.toUpperCase() as Mac;
}
