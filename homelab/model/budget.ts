import type { Homelab } from "./homelab";
import type { Guest } from "./machine";

/** The LXC and VM guests of a node, including those that Terraform does not manage: they need memory as well. */
export function guestsOn({ machines }: Homelab, node: string): Guest[] {
  return [...machines.values()].filter((machine) => machine.kind !== "node").filter((guest) => guest.node === node);
}

/** The sum of one figure over guests. */
export function total(guests: readonly Guest[], figure: (guest: Guest) => number): number {
  return guests.reduce((sum, guest) => sum + figure(guest), 0);
}

/** MiB or GiB as people read them: `3 GiB`, `512 MiB`. */
export function mebibytes(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024} GiB` : `${mib} MiB`;
}
