import { administrators, type Site } from "../../../site";
import { env, existing, keyOf, type Entry } from "./blueprint";

/** Variable with the token of Authentik's own administrator. */
export const tokenVariable = "HOMELAB_TOKEN";

/**
 * Groups and people of homelab.yaml, which has the last word on who is in which group. Nobody gets a password here: people
 * set their own, and a change of homelab.yaml never touches it.
 */
export const people = ({
  groups,
  people: persons,
  owner,
}: Pick<Site, "groups" | "people" | "owner">): readonly Entry[] => [
  ...Object.keys(groups).map((name): Entry => ({
    id: `group-${name}`,
    model: "authentik_core.group",
    identifiers: { name },
    attrs: { is_superuser: name === administrators },
  })),
  {
    id: "authentik-admins",
    model: "authentik_core.group",
    state: "created",
    identifiers: { name: "authentik Admins" },
    attrs: { is_superuser: true },
  },
  ...Object.entries(persons).map(([username, person]): Entry => ({
    model: "authentik_core.user",
    identifiers: { username },
    attrs: {
      name: person.name,
      email: person.email,
      is_active: true,
      type: "internal",
      path: "users",
      groups: [
        ...person.groups.map((name) => keyOf(`group-${name}`)),
        ...(username === owner ? [keyOf("authentik-admins")] : []),
      ],
    },
  })),
  existing("akadmin", "authentik_core.user", { username: "akadmin" }),
  {
    // Authentik reads the first one from its environment once, and a changed one has to reach it as well.
    model: "authentik_core.token",
    identifiers: { identifier: "authentik-bootstrap-token" },
    attrs: { key: env(tokenVariable), user: keyOf("akadmin"), intent: "api", expiring: false },
  },
];
