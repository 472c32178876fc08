/**
 * Every version that the homelab runs; no other file pins one. Renovate reads the comment above each pin and proposes
 * new versions as pull requests with a plan.
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
  // The apt series; its patch releases are installed by hand (docs/decisions/17-updates.md).
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
  // renovate: datasource=docker depName=n8nio/n8n
  n8n: "2.46.5",
} as const;

/** Container images with their tags, for the apps on the Docker host and for services on other guests. */
export const images = {
  // Outposts refuse a server of another version.
  authentik: `ghcr.io/goauthentik/server:${versions.authentik}`,
  authentikLdap: `ghcr.io/goauthentik/ldap:${versions.authentik}`,
  netbirdServer: `docker.io/netbirdio/netbird-server:${versions.netbirdServer}`,
  netbirdDashboard: `docker.io/netbirdio/dashboard:${versions.netbirdDashboard}`,
  // renovate: datasource=docker depName=portainer/portainer-ce
  portainer: "portainer/portainer-ce:2.45.2",
  // Runners refuse an n8n of another version.
  n8n: `docker.n8n.io/n8nio/n8n:${versions.n8n}`,
  n8nRunners: `n8nio/runners:${versions.n8n}`,
  // renovate: datasource=docker depName=lscr.io/linuxserver/plex versioning=loose
  plex: "lscr.io/linuxserver/plex:1.43.3.10828-00f62d37d-ls315",
  // renovate: datasource=docker depName=ghcr.io/seerr-team/seerr
  seerr: "ghcr.io/seerr-team/seerr:v3.5.0",
  // renovate: datasource=docker depName=lscr.io/linuxserver/sabnzbd versioning=loose
  sabnzbd: "lscr.io/linuxserver/sabnzbd:5.1.2",
  // renovate: datasource=docker depName=lscr.io/linuxserver/prowlarr versioning=loose
  prowlarr: "lscr.io/linuxserver/prowlarr:2.6.5.5623-ls161",
  // renovate: datasource=docker depName=lscr.io/linuxserver/radarr versioning=loose
  radarr: "lscr.io/linuxserver/radarr:6.4.4",
  // renovate: datasource=docker depName=lscr.io/linuxserver/sonarr versioning=loose
  sonarr: "lscr.io/linuxserver/sonarr:4.0.20",
  // renovate: datasource=docker depName=lscr.io/linuxserver/lidarr versioning=loose
  lidarr: "lscr.io/linuxserver/lidarr:3.1.0.4875-ls41",
  // renovate: datasource=docker depName=chaptarr/chaptarr
  chaptarr: "chaptarr/chaptarr:0.9.965",
  // renovate: datasource=docker depName=lscr.io/linuxserver/bazarr versioning=loose
  bazarr: "lscr.io/linuxserver/bazarr:1.6.2",
  // renovate: datasource=docker depName=golift/notifiarr
  notifiarr: "golift/notifiarr:0.9.5",
  // renovate: datasource=docker depName=ghcr.io/flaresolverr/flaresolverr
  flaresolverr: "ghcr.io/flaresolverr/flaresolverr:v3.5.2",
  // renovate: datasource=docker depName=ghcr.io/haveagitgat/tdarr versioning=loose
  tdarr: "ghcr.io/haveagitgat/tdarr:2.91.01",
  // renovate: datasource=docker depName=ghcr.io/onedr0p/exportarr
  exportarr: "ghcr.io/onedr0p/exportarr:v2.3.0",
  // renovate: datasource=docker depName=ghcr.io/gethomepage/homepage
  homepage: "ghcr.io/gethomepage/homepage:v1.13.2",
  // renovate: datasource=docker depName=louislam/uptime-kuma
  uptimeKuma: "louislam/uptime-kuma:2.5.5",
  // renovate: datasource=docker depName=ghcr.io/bigboot/autokuma
  autokuma: "ghcr.io/bigboot/autokuma:2.0.0",
  // The same version as on the other machines, which install it as a package.
  alloy: `grafana/alloy:v${versions.alloy}`,
  // renovate: datasource=docker depName=myoung34/github-runner
  githubRunner: "myoung34/github-runner:2.337.0-ubuntu-noble",
  // renovate: datasource=docker depName=docker
  dockerRootless: "docker:29.7.2-dind-rootless",
  // renovate: datasource=docker depName=wollomatic/socket-proxy
  socketProxy: "wollomatic/socket-proxy:1.13.1",
  // renovate: datasource=docker depName=boky/postfix
  postfix: "boky/postfix:v5.1.0",
} as const;

/** A file that a PVE node downloads once and verifies. Its name contains the version, so a new pin means a new file. */
export interface ImagePin {
  readonly url: string;
  readonly checksum: string;
  readonly algorithm: "sha256" | "sha512";
  /** PVE's content type: `vztmpl` for LXC templates, `import` for disk images. */
  readonly content: "vztmpl" | "import";
  /** File name on the datastore; an image for `import` must end in .qcow2, .raw or .vmdk. */
  readonly fileName: string;
}

/**
 * Images that guests are created from. LXC templates are downloaded over plain HTTP, as `pveam` does, because
 * download.proxmox.com has no valid certificate. The checksums come from Proxmox's signed index of appliances.
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
    // The file is a qcow2 image despite the name in its URL; PVE decides by the extension.
    fileName: "ubuntu-24.04-server-cloudimg-amd64-20251213.qcow2",
  },
} as const satisfies Record<string, ImagePin>;
