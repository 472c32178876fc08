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
    // The second condition ignores a handful of failures in an idle service.
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
    // Until a CA has issued a certificate, Traefik refuses every name, and the alerts about expiry have no series.
    expr: "count(traefik_config_reloads_total) unless count(traefik_tls_certs_not_after)",
    for: "15m",
    severity: "critical",
    summary: "Traefik has no certificate, so it refuses every web name. `journalctl -u traefik` shows why.",
  },
  {
    name: "CertificateExpires",
    // Replaced certificates stay in the metrics until a restart, so the newest one of each name counts.
    expr: `max by (sans) (traefik_tls_certs_not_after) - time() < ${endsSoon} * 86400`,
    for: "1h",
    severity: "warning",
    summary: "The certificate for {{ $labels.sans }} expires in {{ $value | humanizeDuration }} and was not renewed.",
  },
  {
    name: "CertificateExpired",
    expr: "max by (sans) (traefik_tls_certs_not_after) - time() < 2 * 86400",
    for: "10m",
    severity: "critical",
    summary:
      "The certificate for {{ $labels.sans }} expires in {{ $value | humanizeDuration }}: clients will then refuse every web name.",
  },
];

/**
 * In mode `acme` it proves control of the domain by a DNS record, for which it needs the DNS provider's credentials.
 */
export function traefik(site: Site): Service {
  const variables = credentialsOf(site);
  return service({
    name: "traefik",
    title: "Traefik",
    description:
      "The reverse proxy: terminates TLS for every web name, has Authentik sign people on, and forwards to services.",
    on: guests.traefik,
    ports: {
      web: tcp(80, { zones: ["household", "guests"] }),
      // The hosts use the sign-on too: Proxmox VE is one of its clients.
      websecure: tcp(443, { tls: true, zones: ["household", "guests", "hosts"] }),
      // HTTP/3, which clients on the internet cannot use.
      quic: udp(443, { tls: true, zones: ["household", "guests"] }),
      // API, ping and metrics, on a separate entry point; people open the dashboard by its web name.
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
          `${variable} of the DNS provider, for DNS-01 challenges`,
          `Create it at your DNS provider, with permission to edit the domain's DNS zone; https://go-acme.github.io/lego/dns/${site.tls.dnsProvider}/ describes it.`,
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

/** Environment variables from which lego reads the DNS provider's credentials. */
function credentialsOf({ tls: { mode, dnsProvider, dnsCredentials } }: Site): readonly string[] {
  if (mode !== "acme" || dnsProvider === undefined) return [];
  return dnsCredentials ?? dnsVariables(dnsProvider) ?? [];
}
