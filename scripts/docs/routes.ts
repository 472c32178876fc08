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

/** Every web name: who may use it from where, and where the proxy forwards it. */
export function routesPage(lab: Homelab, get: Get): string {
  const all = get(routes);
  return page(
    "Web names",
    [
      "Every web interface behind the reverse proxy. All names lead to the proxy, which forwards requests by name and path. The",
      "[address plan](address-plan.md) lists the address of each name; [dns](dns) contains the names as zone files.",
    ].join("\n"),
    `## Who may use them\n\n${fromWhere(lab)}\n\n${entrances(all)}`,
    `## Where they lead\n\n${targets(all)}`,
  );
}

function fromWhere({ site }: Homelab): string {
  return [
    "`house` means its devices, VPN peers and guests. Without groups, every person who can sign on may use the name.",
    isPrivateDomain(site.domain)
      ? `The internet cannot reach any web name, because \`${site.domain}\` is a private domain.`
      : "A web name that the internet may reach needs a [port forward and a public record](router.md).",
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
  return table(["Web name", "Service", "Sign-on", "Paths without it", "Groups", "From"], rows);
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
  return table(["Route", "Matches", "Target", "Answered by", "Security headers", "Health"], rows);
}
