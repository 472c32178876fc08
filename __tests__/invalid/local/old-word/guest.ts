import type { GuestSpec } from "../../../../homelab";

export const guest = {
  kind: "vm",
  name: "notes",
  title: "VM 90: Notes",
  purpose: "notes",
  number: 90,
  stack: "machines",
  networks: ["apps"],
  // Its last octet.
  host: 90,
  cores: 1,
  memoryMiB: 512,
  diskGiB: 8,
  startup: { order: 9 },
  image: "debian-12-cloud",
  machine: { firmware: "ovmf", agent: true, systemDisk: "scsi0" },
  pet: true,
} as unknown as GuestSpec;
