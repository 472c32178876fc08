import type { Audience } from "../../homelab/model";

/** Audiences in people's words, from far to near. */
export const audienceNames: Readonly<Record<Audience, string>> = {
  internet: "the internet",
  household: "household (and VPN peers)",
  operators: "operators",
  guests: "every managed guest",
  machines: "virtual machines and hosts",
  hosts: "PVE hosts",
};
