import { z } from "zod";
import { parseDnsName } from "../../values/names";
import { parseRelativePath } from "../../values/references";
import { parseTimeZone } from "../../values/time-zone";
import { dns } from "./dns";
import { text, type IssueParams } from "./fields";
import { apps, guests, nas, webApps } from "./guests";
import { networks, uplink } from "./networks";
import { administrators, groups, operators, owner, people, sshKeys } from "./people";
import { pve } from "./pve";
import { backup, notifications, secrets, smtp, tls } from "./services";
import { state } from "./state";

/** The version of homelab.yaml that this schema describes. */
export const siteVersion = 1;

const shape = z.strictObject({
  version: z
    .literal(siteVersion)
    .meta({ description: "Version of this file's schema. Required.", examples: [siteVersion] }),
  domain: text(
    parseDnsName,
    "Domain of every name. Default homelab.local; your own domain is better, because .local is reserved for mDNS.",
    "home.example.org",
  ).prefault("homelab.local"),
  timezone: text(parseTimeZone, "Time zone, by its IANA name. Default Etc/UTC.", "Europe/Berlin").prefault("Etc/UTC"),
  operators,
  owner,
  groups,
  people,
  sshKeys,
  pve,
  networks,
  uplink,
  tls,
  guests,
  apps,
  webApps,
  dns,
  nas,
  smtp,
  backup,
  notifications,
  state,
  secrets,
  local: text(
    parseRelativePath,
    "Directory with your own catalog files, beside this file. Default none.",
    "local",
  ).optional(),
});

type Shape = z.output<typeof shape>;

/** The only person, or the first one in the group admins. */
function defaultOwner(people: Shape["people"]): string | undefined {
  const all = Object.entries(people);
  return all.length === 1 ? all[0]?.[0] : all.find(([, person]) => person.groups.includes(administrators))?.[0];
}

/** Fills in the defaults that one key takes from another. */
function complete(site: Shape, context: z.RefinementCtx) {
  const owner = site.owner ?? defaultOwner(site.people);
  const nodes = Object.keys(site.pve.nodes);
  const node = nodes.length === 1 ? nodes[0] : undefined;
  const networks = Object.fromEntries(
    Object.entries(site.networks).map(([name, network]) => [
      name,
      network.routedBy === "host" && network.node === undefined && node !== undefined ? { ...network, node } : network,
    ]),
  );
  if (owner === undefined) {
    const params: IssueParams = {
      rule: "required",
      fix: "Add owner with the user name of a person, or put a person in the group admins.",
    };
    const message =
      "There are several people and none is in the group admins, so the first administrator is undefined.";
    context.addIssue({ code: "custom", path: ["owner"], message, params: { ...params } });
    return z.NEVER;
  }
  return { ...site, owner, networks };
}

/** The schema of homelab.yaml: the input is the parsed YAML, the output is `Site`. */
export const siteSchema = shape.transform(complete);

type DeepReadonly<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : { readonly [Key in keyof T]: DeepReadonly<T[Key]> };

/** homelab.yaml after all checks, with every default filled in. */
export type Site = DeepReadonly<z.output<typeof siteSchema>>;
