import type { Brand } from "./brand";
import { whole } from "./numbers";

/** Number of a guest in Proxmox VE, 100..999999999 (below 100 is reserved by PVE). */
export type Vmid = Brand<number, "Vmid">;

/** Throws `Rejection` (rule `vmid`). */
export function parseVmid(value: number): Vmid {
  return whole("vmid", "A VMID", 100, 999_999_999, value) as Vmid;
}
