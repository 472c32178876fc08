import { parseCidr, type Cidr } from "../values/ipv4";

/** Docker networks get their /24 from this pool; no machine outside the Docker host ever sees these addresses. */
export const dockerPool: Cidr = parseCidr("172.20.0.0/16");

/** Third octet of the network that all apps without their own number share. */
export const commonOctet = 0;

/** Highest third octet for an app's own network; the lowest is 1. */
export const highestOctet = 250;

/** Third octet of the internal network on which apps of different networks meet. */
export const backplaneOctet = 255;

/** The /24 with the given third octet. */
export function dockerSubnet(octet: number): { readonly cidr: string; readonly gateway: string } {
  const prefix = dockerPool.split(".").slice(0, 2).join(".");
  return { cidr: `${prefix}.${octet}.0/24`, gateway: `${prefix}.${octet}.1` };
}
