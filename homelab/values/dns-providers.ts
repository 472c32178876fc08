/**
 * Variables with the credentials that lego needs to prove control of a domain, by lego's name of the DNS provider. lego
 * reads the value of each from the file that `<variable>_FILE` names; the last two variables name such a file
 * themselves.
 *
 * @see https://go-acme.github.io/lego/dns/
 */
const variables: Readonly<Record<string, readonly string[]>> = {
  bunny: ["BUNNY_API_KEY"],
  cloudflare: ["CF_DNS_API_TOKEN"],
  desec: ["DESEC_TOKEN"],
  digitalocean: ["DO_AUTH_TOKEN"],
  dnsimple: ["DNSIMPLE_OAUTH_TOKEN"],
  domeneshop: ["DOMENESHOP_API_TOKEN", "DOMENESHOP_API_SECRET"],
  duckdns: ["DUCKDNS_TOKEN"],
  dynu: ["DYNU_API_KEY"],
  gandiv5: ["GANDIV5_PERSONAL_ACCESS_TOKEN"],
  godaddy: ["GODADDY_API_KEY", "GODADDY_API_SECRET"],
  hetzner: ["HETZNER_API_TOKEN"],
  hostinger: ["HOSTINGER_API_TOKEN"],
  infomaniak: ["INFOMANIAK_ACCESS_TOKEN"],
  inwx: ["INWX_USERNAME", "INWX_PASSWORD"],
  ionos: ["IONOS_API_KEY"],
  linode: ["LINODE_TOKEN"],
  loopia: ["LOOPIA_API_USER", "LOOPIA_API_PASSWORD"],
  namecheap: ["NAMECHEAP_API_USER", "NAMECHEAP_API_KEY"],
  namedotcom: ["NAMECOM_USERNAME", "NAMECOM_API_TOKEN"],
  netcup: ["NETCUP_CUSTOMER_NUMBER", "NETCUP_API_KEY", "NETCUP_API_PASSWORD"],
  njalla: ["NJALLA_TOKEN"],
  ovh: ["OVH_ENDPOINT", "OVH_APPLICATION_KEY", "OVH_APPLICATION_SECRET", "OVH_CONSUMER_KEY"],
  porkbun: ["PORKBUN_API_KEY", "PORKBUN_SECRET_API_KEY"],
  variomedia: ["VARIOMEDIA_API_TOKEN"],
  vultr: ["VULTR_API_KEY"],
  gcloud: ["GCE_SERVICE_ACCOUNT"],
  route53: ["AWS_SHARED_CREDENTIALS"],
};

/** The variables of a DNS provider, or undefined for a provider that is not in the list. */
export const dnsVariables = (provider: string): readonly string[] | undefined =>
  Object.hasOwn(variables, provider) ? variables[provider] : undefined;
