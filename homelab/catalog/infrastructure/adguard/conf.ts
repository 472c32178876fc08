import { stringify } from "yaml";
import { dns, fqdn } from "../../../derive";
import { contentOf, inRole, portOf, type Content, type Context, type Uses } from "../../../model";
import { versions } from "../../../versions";
import { adguardAdministrator } from "../../support/secrets";
import { clients } from "./clients";
import { addressOf, filters } from "./filters";
import { bootstrap, everyonesNames, fallbacks, upstreams } from "./upstreams";
import { namesAt } from "./names";

/** Schema version of the settings below (`configmigrate.LastSchemaVersion` of AdGuard Home 0.107.79). */
const schemaVersion = 34;

/** Where systemd provides it with files that only root may read. */
const credentials = "/run/credentials/adguardhome.service";

/**
 * Settings of AdGuard Home. They replace the setup wizard of the first start, which anybody could complete. The version
 * is in the first line, so that another version starts with these settings and not with those that its predecessor
 * left.
 */
export const adguardConf = (context: Context<Uses, "admin">): Content =>
  contentOf(
    (hold) =>
      `# Settings of AdGuard Home ${versions.adguardHome} before it rewrites them.\n${stringify(settings(context, hold(context.secrets.admin, "bcrypt")), { lineWidth: 0 })}`,
  );

function settings(context: Context, passwordHash: string): object {
  const { guest, service } = context;
  return {
    http: {
      address: `${guest.address}:${portOf(service.ports, "http")}`,
      session_ttl: "720h",
      pprof: { enabled: false, port: 6060 },
      doh: {
        routes: ["GET", "POST"].flatMap((verb) => [`${verb} /dns-query`, `${verb} /dns-query/{ClientID}`]),
        insecure_enabled: false,
      },
    },
    users: [{ name: adguardAdministrator, password: passwordHash }],
    auth_attempts: 5,
    block_auth_min: 15,
    dns: dnsSettings(context),
    tls: tlsSettings(context),
    querylog: { enabled: true, file_enabled: true, interval: "168h", size_memory: 1000, ignored_enabled: false },
    statistics: { enabled: true, interval: "720h", ignored_enabled: false },
    filters: filters.map((filter) => ({ enabled: true, url: addressOf(filter), name: filter.name, id: filter.id })),
    whitelist_filters: [],
    user_rules: [],
    filtering,
    dhcp: { enabled: false },
    clients: {
      // Device names come only from reverse lookups: whois would ask about strangers, and ARP sees no device from here.
      runtime_sources: { whois: false, arp: false, rdns: true, dhcp: false, hosts: false },
      persistent: clients(context),
    },
    log: { enabled: true, file: "", verbose: false },
    schema_version: schemaVersion,
  };
}

function dnsSettings(context: Context): object {
  const { site, lab, guest, service, get } = context;
  const proxy = inRole(lab, "proxy")?.machine.address;
  const { split } = get(dns);
  // A client in no network of a host is outside, as the household is. Its answers are the default and use the common
  // cache.
  const names = everyonesNames(context, split ? "outside" : "inside");
  return {
    bind_hosts: [guest.address],
    port: portOf(service.ports, "dns"),
    upstream_dns: [names, ...upstreams],
    bootstrap_dns: bootstrap,
    // If Unbound is down, no outside server is asked for our names.
    fallback_dns: [names, ...fallbacks],
    // Each query goes to one operator, more often to the faster one, so neither sees all queries.
    upstream_mode: "load_balance",
    upstream_timeout: "5s",
    use_private_ptr_resolvers: true,
    local_ptr_upstreams: [namesAt(context, "inside")],
    // The guest's /etc/hosts has the addresses that the guest itself uses; the household needs other answers.
    hostsfile_enabled: false,
    // The same clients that the firewall admits: operators from other networks need names, too.
    allowed_clients: [...new Set<string>([...[...lab.networks.values()].map(({ cidr }) => cidr), ...site.operators])],
    trusted_proxies: proxy === undefined ? [] : [`${proxy}/32`],
    // Per address, not per network: it stops one runaway device, but not a full household.
    ratelimit: 300,
    ratelimit_subnet_len_ipv4: 32,
    refuse_any: true,
    enable_dnssec: true,
    edns_client_subnet: { enabled: false, use_custom: false, custom_ip: "" },
    cache_enabled: true,
    cache_size: 8 * 1024 * 1024,
    // A just expired answer is given once more while the new one is fetched.
    cache_optimistic: true,
    cache_optimistic_answer_ttl: "30s",
    cache_optimistic_max_age: "12h",
    max_goroutines: 300,
    // dnsproxy 0.83 gives simultaneous equal queries one answer for all clients, which is wrong for the other side.
    pending_requests: { enabled: !split },
    // It would send devices to the proxy, which offers only DNS over HTTPS and has no certificate for this address.
    handle_ddr: false,
    serve_plain_dns: true,
  };
}

/** DNS over TLS and QUIC directly, DNS over HTTPS through the proxy. */
function tlsSettings({ site, service }: Context): object {
  const host = service.web.find(({ port }) => port === "doh")?.subdomain ?? service.name;
  return {
    enabled: true,
    server_name: fqdn(host, site.domain),
    force_https: false,
    port_https: portOf(service.ports, "doh"),
    port_dns_over_tls: portOf(service.ports, "dot"),
    port_dns_over_quic: portOf(service.ports, "doq"),
    certificate_path: `${credentials}/certificate`,
    private_key_path: `${credentials}/key`,
    // Clients use several names and its address.
    strict_sni_check: false,
  };
}

const filtering = {
  protection_enabled: true,
  filtering_enabled: true,
  filters_update_interval: 24,
  // Blocked names are answered with 0.0.0.0, which no program waits for.
  blocking_mode: "default",
  // Long enough to spare queries, short enough for an unblocked name to work soon.
  blocked_response_ttl: 60,
  // Our names come from Unbound, because rewrites are the same for all clients.
  rewrites_enabled: true,
  rewrites: [],
  // These ask AdGuard about names; the upstreams already block malware.
  safebrowsing_enabled: false,
  parental_enabled: false,
  safe_search: { enabled: false },
  blocked_services: { schedule: { time_zone: "UTC" }, ids: [] },
  // No filter lists from the guest's own disk.
  safe_fs_patterns: [],
};
