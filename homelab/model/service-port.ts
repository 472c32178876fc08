import { parsePort, type Port } from "../values/port";
import { Rejection } from "../values/rejection";
import { declared } from "./declared";

/**
 * Who may reach a port without a Use, as a kind of people or machines: the household's devices (and VPN peers), all of
 * our guests, the VMs and PVE hosts, the PVE hosts alone (for whoever jumps through one), those who manage (`operators` of
 * homelab.yaml), or everybody on the internet.
 */
export type Zone = "household" | "guests" | "ntpClients" | "hosts" | "operators" | "internet";

/** A port that a service listens on, at the address of its guest. */
export interface ServicePort {
  readonly protocol: "tcp" | "udp";
  readonly number: Port;
  /** Speaks TLS itself, with the guest's leaf certificate. */
  readonly tls: boolean;
  /** Port inside the container, where it differs from the published one. */
  readonly containerNumber: Port;
  /** Only reachable from its own guest (or its own Docker networks): no flow may lead to it from elsewhere. */
  readonly local: boolean;
  /** Who may reach it beside its clients. */
  readonly zones: readonly Zone[];
}

export interface PortOptions {
  /** @default false */
  readonly tls?: boolean;
  /** @default the published port */
  readonly container?: number;
  /** @default false */
  readonly local?: boolean;
  /** @default nobody: only declared Uses reach it */
  readonly zones?: readonly Zone[];
}

function servicePort(protocol: "tcp" | "udp", port: number, options: PortOptions): ServicePort {
  // Nothing type-checks a user's own file before it is run, and nobody would reach the port.
  if ("audience" in options) {
    const fix = "Write `zones` instead, and `ntpClients` in it for `machines`.";
    throw new Rejection("old-word", "A port has no `audience` any more.", fix);
  }
  return {
    protocol,
    number: parsePort(port),
    tls: options.tls ?? false,
    containerNumber: parsePort(options.container ?? port),
    local: options.local ?? false,
    zones: options.zones ?? [],
  };
}

/** A TCP port, 1..65535. Throws `Rejection` for any other number, and for an `audience`. */
export const tcp = (port: number, options: PortOptions = {}): ServicePort => servicePort("tcp", port, options);

/** A UDP port, 1..65535. Throws `Rejection` for any other number, and for an `audience`. */
export const udp = (port: number, options: PortOptions = {}): ServicePort => servicePort("udp", port, options);

/** The port that a service listens on under that key of its `ports`. Throws for any other key. */
export const portOf = (ports: Readonly<Record<string, ServicePort>>, key: string): Port =>
  declared(ports, key, "port").number;
