import type { Service } from "../../model";
import type { Site } from "../../site";
import { aptProxy } from "./apt-proxy";
import { ntp } from "./ntp";
import { proxmox } from "./proxmox";
import { pveExporter } from "./pve-exporter";

/** What runs on the PVE nodes. */
export const host = (site: Site): readonly Service[] => [...proxmox(site), aptProxy, ntp, pveExporter(site)];
