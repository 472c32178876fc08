import type { Brand } from "./brand";
import { whole } from "./numbers";

/** An 802.1Q VLAN id, 1..4094 (0 and 4095 are reserved by the standard). */
export type VlanId = Brand<number, "VlanId">;

/** Throws `Rejection` (rule `vlan`). */
export function parseVlan(value: number): VlanId {
  return whole("vlan", "A VLAN id", 1, 4094, value) as VlanId;
}
