import { view } from "../model";
import type { Bundle } from "./bundle";
import { clock } from "./host/clock";
import { firewallPart } from "./host/firewall";
import { kernel } from "./host/kernel";
import { names } from "./host/names";
import { packageCache } from "./host/package-cache";
import { transit } from "./host/transit";
import { bundleOf } from "./part";

/**
 * What each PVE node is given: it forwards between the networks and judges what it forwards, keeps packages and time for
 * the guests, and sets of its kernel what containers cannot set themselves.
 *
 * What Proxmox VE or its administrator owns is never a file of ours: /etc/network/interfaces, /etc/hosts, and the
 * configuration that packages bring.
 */
export const hostBundles = view("host bundles", (lab, get): readonly Bundle[] =>
  [...lab.guests.values()]
    .filter((guest) => guest.kind === "node")
    .map((node) =>
      bundleOf(
        node.name,
        [kernel, firewallPart, transit, packageCache, clock, names].map((part) => part(lab, get, node)),
      ),
    ),
);
