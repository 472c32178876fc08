import { none, service, type GuestSpec } from "../../../../homelab";

const guest: GuestSpec = {
  kind: "lxc",
  image: "debian-13-lxc",
  name: "notes",
  title: "LXC 90: Notes",
  purpose: "notes",
  number: 90,
  stack: "apps",
  networks: ["apps"],
  octet: 90,
  cores: 1,
  memoryMiB: 512,
  diskGiB: 8,
  startup: { order: 9 },
  stateful: true,
};
export const notes = service({
  name: "notes",
  title: "Notes",
  description: "One of the user's own services.",
  on: guest,
  operations: none("a fixture"),
});
