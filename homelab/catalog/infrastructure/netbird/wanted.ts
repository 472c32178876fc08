import { vpnPolicies, type OidcSettings, type VpnPolicy } from "../../../derive";
import { addressOn, inRole, networkOf, type Context } from "../../../model";
import { administrators } from "../../../site";

/** Names that the homelab manages in Netbird begin with this; everything else was made by hand and is left alone. */
const ours = (name: string): string => `homelab ${name}`;

const routingPeer = ours("routing peer");

const day = 86_400;

/**
 * The desired state of Netbird, in the terms of its API, with names where the API has ids. The script beside it reads
 * this.
 *
 * @see https://github.com/netbirdio/netbird/blob/main/shared/management/http/api/openapi.yml
 */
export function wanted(context: Context, signOn: OidcSettings | undefined): object {
  const { site, get } = context;
  const owner = site.people[site.owner];
  const policies = get(vpnPolicies);
  return {
    owner: { email: owner?.email, name: owner?.name },
    ...(signOn !== undefined && {
      signOn: {
        name: inRole(context.lab, "signOn")?.service.title,
        type: "oidc",
        issuer: signOn.issuer,
        client_id: signOn.clientId,
      },
    }),
    account: { settings, onboarding: { onboarding_flow_pending: false, signup_form_pending: false } },
    people: Object.keys(site.groups),
    members: Object.fromEntries(Object.values(site.people).map(({ email, groups }) => [email.toLowerCase(), groups])),
    administrators,
    groups: [{ name: routingPeer }],
    network: { name: ours("network"), description: "What VPN peers reach through the homelab's own peer." },
    resources: resources(policies),
    // To the firewalls behind it, packets of every peer come from the routing peer's guest.
    router: { peer_groups: [routingPeer], metric: 9999, masquerade: true, enabled: true },
    policies: policies.map(policy),
    nameservers: nameservers(context),
    setupKey: {
      name: routingPeer,
      type: "one-off",
      expires_in: day,
      auto_groups: [routingPeer],
      usage_limit: 1,
      ephemeral: false,
    },
  };
}

const settings = {
  // The sign-on decides who may enter and who is in which group.
  jwt_groups_enabled: true,
  jwt_groups_claim_name: "groups",
  groups_propagation_enabled: true,
  extra: { user_approval_required: false, peer_approval_enabled: false },
  regular_users_view_blocked: true,
  // A lost phone loses access after a month at the latest, and people need not sign on every day.
  peer_login_expiration_enabled: true,
  peer_login_expiration: 30 * day,
  local_mfa_enabled: false,
  metrics_push_enabled: false,
  peer_expose_enabled: false,
};

function resources(policies: readonly VpnPolicy[]): readonly object[] {
  const destinations = new Map(policies.map(({ to, address }) => [to.name, { to, address }]));
  return [...destinations.values()].map(({ to, address }) => ({
    name: ours(to.name),
    description: to.title,
    address: `${address}/32`,
    enabled: true,
    groups: [],
  }));
}

/** One rule in each policy: Netbird's dashboard does not show a policy with several. */
function policy({ group, to, protocol, ports, reasons }: VpnPolicy): object {
  const name = ours(`${group} to ${to.name}, ${protocol}`);
  const rule = {
    name,
    enabled: true,
    action: "accept",
    bidirectional: false,
    protocol,
    ...(ports.length > 0 && { ports: ports.map(String) }),
    sources: [group],
    destinationResource: ours(to.name),
  };
  return { name, description: reasons.join(", "), enabled: true, rules: [rule] };
}

/**
 * Peers ask the homelab's resolver for its names; for all others they keep the resolver of the place where they are.
 */
function nameservers({ site, lab, guest }: Context): readonly object[] {
  const resolver = inRole(lab, "resolver");
  if (resolver === undefined) return [];
  const ip = addressOn(lab, resolver.machine, networkOf(lab, guest));
  return [
    {
      name: ours("names"),
      description: `Names below ${site.domain}, by ${resolver.service.title}.`,
      nameservers: [{ ip, ns_type: "udp", port: 53 }],
      domains: [site.domain],
      primary: false,
      search_domains_enabled: false,
      enabled: true,
      groups: Object.keys(site.groups),
    },
  ];
}
