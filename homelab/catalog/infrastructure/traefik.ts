import { docker, webApi } from "../../contracts";
import { external, forward, none, optional, service, tcp, udp, type Alert, type Service } from "../../model";
import type { Site } from "../../site";
import { dnsVariables } from "../../values/dns-providers";
import { guests } from "../guests";
import { quicKernel } from "../support/kernel";
import { proxy } from "./traefik/render";

const alerts = (endsSoon: number): readonly Alert[] => [
  {
    name: "WebServiceErrors",
    // A handful of failures in an idle service is no news, hence the second condition.
    expr: [
      'sum by (service) (rate(traefik_service_requests_total{code=~"5.."}[10m]))',
      "/ sum by (service) (rate(traefik_service_requests_total[10m])) > 0.1",
      'and sum by (service) (increase(traefik_service_requests_total{code=~"5.."}[10m])) > 20',
    ].join(" "),
    for: "10m",
    severity: "warning",
    summary: "{{ $value | humanizePercentage }} of the requests to {{ $labels.service }} fail.",
  },
  {
    name: "CertificateMissing",
    // As long as no authority has issued one, every name is refused, and there is nothing that could expire.
    expr: "count(traefik_config_reloads_total) unless count(traefik_tls_certs_not_after)",
    for: "15m",
    severity: "critical",
    summary: "The gateway has no certificate, so every web name is refused. `journalctl -u traefik` says why.",
  },
  {
    name: "CertificateExpires",
    // Replaced certificates stay in the figures until a restart: the newest one of each name counts.
    expr: `max by (sans) (traefik_tls_certs_not_after) - time() < ${endsSoon} * 86400`,
    for: "1h",
    severity: "warning",
    summary: "The certificate for {{ $labels.sans }} ends in {{ $value | humanizeDuration }} and was not renewed.",
  },
  {
    name: "CertificateExpired",
    expr: "max by (sans) (traefik_tls_certs_not_after) - time() < 2 * 86400",
    for: "10m",
    severity: "critical",
    summary:
      "The certificate for {{ $labels.sans }} ends in {{ $value | humanizeDuration }}: every web name is about to be refused.",
  },
];

/** In mode `acme` it proves the domain by a DNS record and needs the DNS provider's credentials for that. */
export function traefik(site: Site): Service {
  const variables = credentialsOf(site);
  return service({
    name: "traefik",
    title: "Traefik",
    description: "The gateway: ends TLS for every web name, asks Authentik who is there, and hands on to the service.",
    on: guests.traefik,
    ports: {
      web: tcp(80, { zones: ["household", "guests"] }),
      // The hosts ask the sign-on too: Proxmox VE is its client.
      websecure: tcp(443, { tls: true, zones: ["household", "guests", "hosts"] }),
      // HTTP/3. Who comes from the internet goes without.
      quic: udp(443, { tls: true, zones: ["household", "guests"] }),
      // API, ping and metrics, on an entry point of their own; people find the dashboard by its web name.
      http: tcp(8082),
    },
    provides: [webApi.contract],
    uses: { containers: optional(docker.discovery()), signOn: webApi.of("authentik") },
    web: { subdomain: "traefik", signOn: forward(), groups: ["admins"] },
    secrets: Object.fromEntries(
      variables.map((variable) => [
        variable,
        external(
          "traefik",
          variable.toLowerCase().replaceAll("_", "-"),
          `${variable} of the DNS provider, with which DNS-01 challenges are answered`,
          `Make one at your DNS provider that may edit the zone of the domain; https://go-acme.github.io/lego/dns/${site.tls.dnsProvider}/ says which.`,
        ),
      ]),
    ),
    kernel: quicKernel,
    operations: {
      metrics: { port: "http" },
      logs: { source: "journal", units: ["traefik.service"] },
      health: { port: "http", path: "/ping" },
      alerts: alerts(site.tls.mode === "acme" ? 14 : Math.ceil(site.tls.renewalDays / 2)),
      backup:
        site.tls.mode === "acme"
          ? { paths: ["/var/lib/private/traefik"] }
          : none("its certificate comes from the vault, the rest is rendered"),
      uptime: { port: "websecure" },
      tile: { group: "Infrastructure", icon: "traefik", description: "Reverse proxy" },
    },
    render: (context) =>
      proxy(context, { signOn: context.uses.signOn.url, docker: context.uses.containers, variables }),
  });
}

/** Variables in which lego looks for the DNS provider's credentials. */
function credentialsOf({ tls: { mode, dnsProvider, dnsCredentials } }: Site): readonly string[] {
  if (mode !== "acme" || dnsProvider === undefined) return [];
  return dnsCredentials ?? dnsVariables(dnsProvider) ?? [];
}
