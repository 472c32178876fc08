import type { GuestSpec } from "../../../../homelab";

export const broker: GuestSpec = {
  kind: "lxc",
  image: "debian-13-lxc",
  name: "mqtt",
  number: 11,
  title: "LXC 11: MQTT",
  purpose: "message broker of the house",
  stack: "infrastructure",
  networks: ["infrastructure"],
  octet: 16,
  cores: 1,
  memoryMiB: 512,
  diskGiB: 5,
  startup: { order: 6 },
  stateful: true,
};
