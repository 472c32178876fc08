import { parsePort, type Port } from "../values/port";
import { Rejection } from "../values/rejection";
import { declared } from "./declared";

/**
 * Who may reach a port without a Use: the household's devices and VPN peers; all guests; the VMs and PVE hosts, which
 * are NTP clients; the PVE hosts only (for SSH with one of them as jump host); the `operators` of homelab.yaml; or
 * every address on the internet.
 */
export type Zone = "household" | "guests" | "ntpClients" | "hosts" | "operators" | "internet";

/** A port that a service listens on, at the address of its machine. */
export interface ServicePort {
  readonly protocol: "tcp" | "udp";
  readonly number: Port;
  /** The service itself terminates TLS, with the leaf certificate of its machine. */
  readonly tls: boolean;
  /** Port inside the container; it may differ from the published one. */
  readonly containerNumber: Port;
  /** Reachable only from its own machine (or its own Docker networks): no flow leads to it from another machine. */
  readonly local: boolean;
  /** Who may reach it in addition to its clients. */
  readonly zones: readonly Zone[];
}

export interface PortOptions {
  /** @default false */
  readonly tls?: boolean;
  /** @default the published port */
  readonly container?: number;
  /** @default false */
  readonly local?: boolean;
  /** @default none: only clients with a Use reach it */
  readonly zones?: readonly Zone[];
}

function servicePort(protocol: "tcp" | "udp", port: number, options: PortOptions): ServicePort {
  // Nothing type-checks a user's own file before it runs, and the port would be unreachable.
  if ("audience" in options) {
    const fix = "Rename it to `zones`, and the zone `machines` to `ntpClients`.";
    throw new Rejection("old-word", "The key `audience` of a port is now called `zones`.", fix);
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

/** The number of the port with the given key. Throws for an unknown key. */
export const portOf = (ports: Readonly<Record<string, ServicePort>>, key: string): Port =>
  declared(ports, key, "port").number;
