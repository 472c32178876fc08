import type { GuestSpec } from "../../../../homelab";

const common = {
  title: "Notes",
  purpose: "notes",
  stack: "machines",
  networks: ["apps"],
  octet: 90,
  cores: 1,
  memoryMiB: 512,
  diskGiB: 8,
  startup: { order: 9 },
  stateful: true,
} as const;

// @ts-expect-error The compiler requires an image.
export const container: GuestSpec = { ...common, kind: "lxc", number: 90, name: "notes" };

// @ts-expect-error The compiler requires `vm`.
export const machine: GuestSpec = { ...common, kind: "vm", number: 91, name: "pages" };
