import { z } from "zod";
import { parseHostOrCidr } from "../../values/ipv4";
import { parseEmail, parseUsername } from "../../values/names";
import { parseSshKey } from "../../values/ssh-key";
import { atLeastOne, named, phrase, text } from "./fields";

/** The group whose people may do everything: in the sign-on, on the hosts, and in the VPN. */
export const administrators = "admins";

/** Groups that exist even if homelab.yaml declares none. */
const defaultGroups = { [administrators]: "Administrators of every service", household: "People of the household" };

export const operators = atLeastOne(
  z.array(text(parseHostOrCidr, "An address or a network.", "192.168.1.0/24")),
  "operator",
  "The list is empty, so no address could manage hosts and guests once the firewall is on.",
  "Add the address or network that you work from, such as 192.168.1.0/24.",
).meta({
  description: "Addresses and networks that may manage hosts and guests. Required, at least one.",
  examples: [["192.168.1.0/24"]],
  minItems: 1,
});

export const sshKeys = atLeastOne(
  z.array(text(parseSshKey, "One line of a .pub file.", "ssh-ed25519 AAAA... operator@example.org")),
  "ssh-key",
  "The list is empty, so you could not log in to the machines.",
  "Add the line of a .pub file, such as ~/.ssh/id_ed25519.pub.",
).meta({
  description: "OpenSSH public keys that may log in to the machines. Required, at least one.",
  examples: [["ssh-ed25519 AAAA... operator@example.org"]],
  minItems: 1,
});

export const groups = z
  .preprocess(
    (given) =>
      typeof given === "object" && given !== null && !Array.isArray(given) ? { ...defaultGroups, ...given } : given,
    named(parseUsername, phrase("What the group is for.", "People of the household"), "Groups of people by name."),
  )
  .prefault({});

const person = z.strictObject({
  name: phrase("Name that the services show. Required.", "The operator"),
  email: text(parseEmail, "Mail address. Required.", "operator@example.org"),
  groups: z
    .array(text(parseUsername, "Name of a group.", "admins"))
    .meta({ description: "Groups of the person. Default none.", examples: [["admins", "household"]] })
    .default([]),
});

export const people = atLeastOne(
  named(parseUsername, person, "People by user name. At least one is required."),
  "person",
  "The map is empty, so the services would have no first administrator.",
  "Add a person, such as operator: { name: The operator, email: operator@example.org, groups: [admins] }.",
);

export const owner = text(
  parseUsername,
  "First administrator, a key of people. Default: the only person, or the first one in the group admins.",
  "operator",
).optional();
