import type { Brand } from "./brand";
import { whole } from "./numbers";

/** A TCP or UDP port, 1..65535. */
export type Port = Brand<number, "Port">;

/** Throws `Rejection` (rule `port`). */
export function parsePort(value: number): Port {
  return whole("port", "A port", 1, 65535, value) as Port;
}
