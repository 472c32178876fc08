/**
 * Every version that the homelab runs, and nothing is pinned anywhere else. Renovate proposes changes (see the comment
 * above each pin); a change arrives as a pull request with a plan.
 */
export const versions = {
  // renovate: datasource=github-releases depName=traefik/traefik
  traefik: "3.7.13",
  // renovate: datasource=github-releases depName=AdguardTeam/AdGuardHome
  adguardHome: "0.107.79",
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
  // renovate: datasource=github-releases depName=coollabsio/coolify
  coolify: "4.3.10",
} as const;
