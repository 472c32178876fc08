import { routes, routeUrl, type Route } from "../../homelab/derive";
import { isPrivateDomain } from "../../homelab/values/names";
import type { Get, Homelab, SignOn } from "../../homelab/model";
import { code, lines, page, table } from "./markdown";

const signOns: Readonly<Record<SignOn["mode"], string>> = {
  oidc: "Authentik (OpenID Connect)",
  forward: "Authentik (forward auth)",
  own: "own accounts",
  none: "none",
};

const signOnText = (signOn: SignOn): string =>
  "why" in signOn ? `${signOns[signOn.mode]}: ${signOn.why}` : signOns[signOn.mode];

/** Every web name: who may enter from where, and where the gateway leads them. */
export function routesPage(lab: Homelab, get: Get): string {
  const all = get(routes);
  return page(
    "Web names",
    [
      "Every web interface behind the reverse proxy. All names lead to it, and it hands on by name and path. Which address a",
      "name has where, stands in the [address plan](address-plan.md); as zone files they lie in [dns](dns).",
    ].join("\n"),
    `## Who may enter\n\n${fromWhere(lab)}\n\n${entrances(all)}`,
    `## Where they lead\n\n${targets(all)}`,
  );
}

function fromWhere({ site }: Homelab): string {
  return [
    "The house is its devices, VPN peers and guests. Without groups, everybody may enter who can sign on there.",
    isPrivateDomain(site.domain)
      ? `Nothing can be called from the internet, because \`${site.domain}\` is a private domain.`
      : "What can be called from the internet as well needs a [port forward and a public record](router.md).",
  ].join("\n");
}

function entrances(all: readonly Route[]): string {
  const rows = all.map((route) => {
    const { fqdns, instance, signOn, open, groups, exposure } = route;
    const aliases = fqdns.slice(1).map((host) => `also ${code(host)}`);
    return [
      lines([`<${routeUrl(route)}>`, ...aliases, ...route.paths.slice(1).map(code)]),
      instance.service.title,
      signOnText(signOn),
      lines(open.map(code)),
      groups.join(", "),
      exposure,
    ];
  });
  return table(["Web name", "Service", "Sign-on", "Open without it", "Groups", "From"], rows);
}

function targets(all: readonly Route[]): string {
  const rows = all.map((route) => [
    code(route.name),
    `${code(route.fqdns[0])} ${[...route.paths.map(code), ...route.closed.map((path) => `not ${code(path)}`)].join(", ")}`.trim(),
    code(route.target),
    `${route.instance.service.name} on ${route.instance.machine.name}`,
    route.headers,
    code(route.health ?? ""),
  ]);
  return table(["Route", "Asked for", "Target", "What answers", "Security headers", "Health"], rows);
}
