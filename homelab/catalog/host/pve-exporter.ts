import { proxmox } from "../../contracts";
import { none, service, tcp, type Service } from "../../model";
import type { Site } from "../../site";
import { firstNode, onNode } from "../support/nodes";

const disk = (id: string, limit: number): string =>
  `pve_disk_usage_bytes{id=~"${id}"} / pve_disk_size_bytes{id=~"${id}"} > ${limit}`;

/**
 * Runs on the node itself: it queries `localhost` unless a scrape names another target, so no guest needs access to the
 * management port. The first node sees the guests and datastores of the whole cluster.
 */
export const pveExporter = (site: Site): Service =>
  service({
    name: "pve-exporter",
    title: "Prometheus Proxmox VE exporter",
    description: "Exports guests, datastores and their use from Proxmox VE to Prometheus.",
    on: onNode(firstNode(site)),
    ports: { http: tcp(9221, { local: true }) },
    uses: { pve: proxmox.api("audit") },
    operations: {
      metrics: { port: "http", path: "/pve" },
      logs: { source: "journal", units: ["pve-exporter.service"] },
      health: { port: "http", path: "/metrics" },
      alerts: [
        {
          name: "PveGuestStopped",
          // Only guests that start with the host; `id` is, for example, lxc/105.
          expr: "pve_up == 0 and on (id) pve_onboot_status == 1",
          for: "10m",
          severity: "critical",
          summary: "{{ $labels.id }} is stopped, although it starts with its host.",
        },
        {
          name: "PveDatastoreFilling",
          expr: disk("storage/.+", 0.85),
          for: "30m",
          severity: "warning",
          summary: "Datastore {{ $labels.id }} is {{ $value | humanizePercentage }} full.",
        },
        {
          name: "PveDatastoreFull",
          // A thin pool that runs out of space stops every guest on it, and may damage their file systems.
          expr: disk("storage/.+", 0.95),
          for: "5m",
          severity: "critical",
          summary: "Datastore {{ $labels.id }} is {{ $value | humanizePercentage }} full: guests are about to stop.",
        },
        {
          name: "PveGuestLocked",
          expr: 'pve_lock_state{state=~"backup|snapshot|snapshot-delete|rollback"} == 1',
          for: "12h",
          severity: "warning",
          summary:
            "{{ $labels.id }} is locked by a {{ $labels.state }} that does not end; until it is unlocked, backups skip it.",
        },
      ],
      backup: none("it keeps no state"),
      uptime: none("it answers only on its own host"),
      tile: none("Grafana shows its figures"),
    },
  });
