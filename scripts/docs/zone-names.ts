import type { Zone } from "../../homelab/model";

/** Zones in people's words, from far to near. */
export const zoneNames: Readonly<Record<Zone, string>> = {
  internet: "the internet",
  household: "household (and VPN peers)",
  operators: "operators",
  guests: "every managed guest",
  ntpClients: "virtual machines and hosts",
  hosts: "PVE hosts",
};
