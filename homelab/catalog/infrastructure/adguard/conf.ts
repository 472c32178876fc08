import { stringify } from "yaml";
import { dns, fqdn } from "../../../derive";
import { contentOf, inRole, portOf, type Content, type Context, type Uses } from "../../../model";
import { versions } from "../../../versions";
import { adguardAdministrator } from "../../support/secrets";
import { clients } from "./clients";
import { addressOf, filters } from "./filters";
import { bootstrap, everyonesNames, fallbacks, upstreams } from "./upstreams";
import { namesAt } from "./names";

/** Of the settings below (`configmigrate.LastSchemaVersion` of AdGuard Home 0.107.79). */
const schemaVersion = 34;

/** Where systemd lays out for it what only root may read. */
export const credentials = "/run/credentials/adguardhome.service";

/**
 * Settings of AdGuard Home. With them in place there is no assistant at the first start, which anybody could answer. The
 * version stands at the top, so that another one begins with these settings and not with those that its predecessor left.
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
      // Names of devices come from reverse lookups alone: nothing is asked about strangers, and no neighbour is seen from here.
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
  // Who is in no network of a host's is outside, as the household is: its answers are everybody's, and have the common cache.
  const names = everyonesNames(context, split ? "outside" : "inside");
  return {
    bind_hosts: [guest.address],
    port: portOf(service.ports, "dns"),
    upstream_dns: [names, ...upstreams],
    bootstrap_dns: bootstrap,
    // Should the names' own server be down, nobody outside is asked for them.
    fallback_dns: [names, ...fallbacks],
    // Each query goes to one operator, the quicker one more often: neither sees all of them.
    upstream_mode: "load_balance",
    upstream_timeout: "5s",
    use_private_ptr_resolvers: true,
    local_ptr_upstreams: [namesAt(context, "inside")],
    // The guest's /etc/hosts says where it finds others itself, which is another answer than the household's.
    hostsfile_enabled: false,
    // Those whom the firewall lets come: whoever manages from elsewhere needs names as well.
    allowed_clients: [...new Set<string>([...[...lab.networks.values()].map(({ cidr }) => cidr), ...site.operators])],
    trusted_proxies: proxy === undefined ? [] : [`${proxy}/32`],
    // Of one address, not of its whole network: a device gone wild, and no evening with everybody at home.
    ratelimit: 300,
    ratelimit_subnet_len_ipv4: 32,
    refuse_any: true,
    enable_dnssec: true,
    edns_client_subnet: { enabled: false, use_custom: false, custom_ip: "" },
    cache_enabled: true,
    cache_size: 8 * 1024 * 1024,
    // An answer that has just run out is given once more while the new one is fetched.
    cache_optimistic: true,
    cache_optimistic_answer_ttl: "30s",
    cache_optimistic_max_age: "12h",
    max_goroutines: 300,
    // Equal questions at one time get one answer, whoever asks (dnsproxy 0.83): the wrong one for the other side.
    pending_requests: { enabled: !split },
    // It would send devices to the gateway, which speaks DNS over HTTPS alone, and has no certificate for this address.
    handle_ddr: false,
    serve_plain_dns: true,
  };
}

/** DNS over TLS and QUIC for everybody, over HTTPS through the gateway. */
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
    // Clients call it by several names, and by its address.
    strict_sni_check: false,
  };
}

const filtering = {
  protection_enabled: true,
  filtering_enabled: true,
  filters_update_interval: 24,
  // Blocked names are answered with 0.0.0.0, which no program waits for.
  blocking_mode: "default",
  // Long enough to spare queries, short enough to see soon that a name is let through now.
  blocked_response_ttl: 60,
  // Names come from the server beside it: rewrites are the same for everybody.
  rewrites_enabled: true,
  rewrites: [],
  // These ask AdGuard about names; the upstreams refuse malware already.
  safebrowsing_enabled: false,
  parental_enabled: false,
  safe_search: { enabled: false },
  blocked_services: { schedule: { time_zone: "UTC" }, ids: [] },
  // No list from the guest's own disk.
  safe_fs_patterns: [],
};
