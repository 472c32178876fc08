import { administrators, type Site } from "../../../site";
import { env, existing, keyOf, type Entry } from "./blueprint";

/** Variable with the token of Authentik's own administrator. */
export const tokenVariable = "HOMELAB_TOKEN";

/**
 * Groups and people of homelab.yaml, which decides who is in which group. No password is set here: people set their
 * own, and a change of homelab.yaml never affects it.
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
    // Authentik reads this token from its environment only at its first start; this entry also sets a changed one.
    model: "authentik_core.token",
    identifiers: { identifier: "authentik-bootstrap-token" },
    attrs: { key: env(tokenVariable), user: keyOf("akadmin"), intent: "api", expiring: false },
  },
];
