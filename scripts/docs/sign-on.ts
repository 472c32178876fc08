import {
  directoryAccounts,
  routes,
  signOnClients,
  signOnUrl,
  type Route,
  type SignOnClient,
} from "../../homelab/derive";
import type { Get, Homelab } from "../../homelab/model";
import { code, lines, page, table } from "./markdown";

/** Who signs on where: services, sign-on, groups and people. */
export function signOnPage({ site }: Homelab, get: Get): string {
  const clients = get(signOnClients);
  const others = get(routes).filter(({ signOn: { mode } }) => mode === "own" || mode === "none");
  return page(
    "Sign-on",
    [
      `People sign on once, at <${get(signOnUrl) ?? ""}>. The setup and the first password are described in`,
      "[decisions/sign-on.md](../decisions/sign-on.md), each web name in [routes.md](routes.md).",
    ].join("\n"),
    `## With the sign-on\n\nWithout a group, every person with an account may use the service.\n\n${clientTable(clients)}`,
    `## Without it\n\n${otherTable(others)}`,
    `## Groups\n\n${groupTable(site, clients)}`,
    `## LDAP accounts\n\n${directoryText(get)}`,
  );
}

const modes = { oidc: "OpenID Connect", forward: "forward auth" } as const;

function clientTable(clients: readonly SignOnClient[]): string {
  const rows = clients.map(({ instance, mode, slug, url, groups, redirectUris, routes: own }) => [
    instance.service.title,
    modes[mode],
    groups.join(", "),
    code(slug),
    lines(mode === "oidc" ? redirectUris.map(code) : [`<${url}>`, ...aliases(own).map(code)]),
    lines(own.flatMap(({ open }) => open).map(code)),
  ]);
  return table(["Service", "Sign-on", "Groups", "Application", "Redirect", "Paths without it"], rows);
}

const aliases = (own: readonly Route[]): readonly string[] => own.flatMap(({ fqdns }) => fqdns.slice(1));

function otherTable(all: readonly Route[]): string {
  const rows = all.map(({ instance, fqdns, paths, signOn }) => [
    instance.service.title,
    lines([code(fqdns[0]), ...paths.map(code)]),
    signOn.mode === "own" ? "own accounts" : "none",
    "why" in signOn ? signOn.why : "",
  ]);
  return table(["Service", "Where", "Sign-on", "Why"], rows);
}

function groupTable({ groups, people }: Homelab["site"], clients: readonly SignOnClient[]): string {
  const rows = Object.entries(groups).map(([group, purpose]) => [
    code(group),
    purpose,
    Object.entries(people)
      .filter(([, person]) => person.groups.includes(group))
      .map(([name]) => name)
      .join(", "),
    clients
      .filter((client) => client.groups.includes(group))
      .map(({ instance }) => instance.service.title)
      .join(", "),
  ]);
  return table(["Group", "For", "People", "May use"], rows);
}

function directoryText(get: Get): string {
  const accounts = get(directoryAccounts).map(({ username }) => [code(username)]);
  return accounts.length === 0 ? "No service uses LDAP." : table(["Account"], accounts);
}
