/**
 * Every version that the homelab runs, and nothing is pinned anywhere else. Renovate proposes changes (see the comment
 * above each pin); a change arrives as a pull request with a plan.
 */
export const versions = {
  // renovate: datasource=github-releases depName=traefik/traefik
  traefik: "3.7.13",
  // renovate: datasource=github-releases depName=AdguardTeam/AdGuardHome
  adguardHome: "0.107.79",
  // renovate: datasource=github-releases depName=henrywhitaker3/adguard-exporter
  adguardExporter: "1.2.1",
  // renovate: datasource=docker depName=netbirdio/netbird-server
  netbirdServer: "0.80.0",
  // renovate: datasource=docker depName=netbirdio/dashboard
  netbirdDashboard: "v2.93.0",
  // renovate: datasource=github-releases depName=goauthentik/authentik extractVersion=^version/(?<version>.+)$
  authentik: "2026.8.6",
  // Debian 13's own package, with its security updates.
  postgresql: "17",
  // The apt series; patch releases come with it.
  mongodb: "8.0",
  // Debian 13's own package, with its security updates.
  redis: "8.0",
  // renovate: datasource=github-releases depName=pgsty/silo versioning=loose
  silo: "RELEASE.2026-09-16T00-00-00Z",
  // renovate: datasource=github-releases depName=pgsty/mc versioning=loose
  mcli: "RELEASE.2026-09-13T00-00-00Z",
  // renovate: datasource=github-releases depName=prometheus/prometheus
  prometheus: "3.15.0",
  // renovate: datasource=github-releases depName=prometheus/alertmanager
  alertmanager: "0.34.1",
  // renovate: datasource=github-releases depName=grafana/grafana
  grafana: "13.2.3",
  // renovate: datasource=github-releases depName=grafana/loki
  loki: "3.7.8",
  // renovate: datasource=github-releases depName=grafana/alloy
  alloy: "1.20.1",
  // renovate: datasource=pypi depName=prometheus-pve-exporter
  pveExporter: "3.10.2",
  // renovate: datasource=github-releases depName=coollabsio/coolify
  coolify: "4.3.10",
} as const;

/** A file that a PVE node downloads once, verified; its name carries the version, so a new pin is a new file. */
export interface ImagePin {
  readonly url: string;
  readonly checksum: string;
  readonly algorithm: "sha256" | "sha512";
  /** PVE's content type: `vztmpl` for LXC templates, `import` for disk images. */
  readonly content: "vztmpl" | "import";
  /** File name on the datastore; an image for `import` has to end in .qcow2, .raw or .vmdk. */
  readonly fileName: string;
}

/**
 * What guests are made from. LXC templates come over plain HTTP, as `pveam` gets them (the host has no valid
 * certificate); the checksums are those of Proxmox's signed index of appliances.
 */
export const guestImages = {
  "debian-13-lxc": {
    url: "http://download.proxmox.com/images/system/debian-13-standard_13.6-1_amd64.tar.zst",
    checksum:
      "4c0c27ca6ceab5ef0b84db57825a00f26157ef1854bafe97297813e1cbe8ecb8cc9c453cab6b3b0efe1ba193a50c47ece1e41d950e411b8730b835b71e9e754b",
    algorithm: "sha512",
    content: "vztmpl",
    fileName: "debian-13-standard_13.6-1_amd64.tar.zst",
  },
  "debian-12-lxc": {
    url: "http://download.proxmox.com/images/system/debian-12-standard_12.12-1_amd64.tar.zst",
    checksum:
      "50c85eaaece677a3ebe01cc909b83872e9da2a22c29ae652838afce71e83222fdf40f6accecd7d52b180e912fc1f85ecdf7b3fc4d3027da4d865e509a9e76597",
    algorithm: "sha512",
    content: "vztmpl",
    fileName: "debian-12-standard_12.12-1_amd64.tar.zst",
  },
  "debian-12-cloud": {
    url: "https://cloud.debian.org/images/cloud/bookworm/20260210-2384/debian-12-genericcloud-amd64-20260210-2384.qcow2",
    checksum:
      "e5d776b9de352c89fbad4baec8bfd38a35c5905114a5f3b108946348cb44d869396d22e4a837a43afee4b11363d4759c358fb3e8a7cd07fa743ed6b663784fed",
    algorithm: "sha512",
    content: "import",
    fileName: "debian-12-genericcloud-amd64-20260210-2384.qcow2",
  },
  "ubuntu-24.04-cloud": {
    url: "https://cloud-images.ubuntu.com/releases/noble/release-20251213/ubuntu-24.04-server-cloudimg-amd64.img",
    checksum: "2b5f90ffe8180def601c021c874e55d8303e8bcbfc66fee2b94414f43ac5eb1f",
    algorithm: "sha256",
    content: "import",
    // The file is a qcow2 image whatever its name says; PVE goes by the ending.
    fileName: "ubuntu-24.04-server-cloudimg-amd64-20251213.qcow2",
  },
} as const satisfies Record<string, ImagePin>;
