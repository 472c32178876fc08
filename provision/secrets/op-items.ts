import { secretReference } from "../../homelab/model/secret";
import type { VaultPlace } from "./vault";
import { HomelabError } from "../../homelab/values/error";

/** The fields of `op item get` that are used here; other fields are written back unchanged. */
export interface OpItem {
  readonly id: string;
  readonly sections?: readonly OpSection[];
  readonly fields?: readonly OpField[];
}

interface OpSection {
  readonly id: string;
  readonly label?: string;
}

interface OpField {
  readonly id?: string;
  readonly label?: string;
  readonly type?: string;
  readonly value?: string;
  readonly section?: OpSection;
}

/** A place with the user's aliases applied: item, perhaps a section, field. */
export interface OpPlace {
  readonly item: string;
  readonly section?: string;
  readonly field: string;
}

export interface OpEntry {
  readonly place: OpPlace;
  readonly value: string;
}

/** The place with the user's aliases applied. */
export function placeOf(place: VaultPlace, vault: string, aliases: Readonly<Record<string, string>>): OpPlace {
  const reference = secretReference(place, vault, aliases).slice(`op://${vault}/`.length);
  const [item = "", ...rest] = reference.split("/");
  const [section, field] = rest.length > 1 ? rest : [undefined, rest[0]];
  return { item, field: field ?? "", ...(section !== undefined && { section }) };
}

/** The value at a place. @throws HomelabError when several fields have the name. */
export function fieldAt(item: OpItem | undefined, place: OpPlace): string | undefined {
  const found = item?.fields?.filter((field) => isAt(place, field)) ?? [];
  const bare = found.filter(({ section }) => section === undefined);
  const [field, another] = place.section === undefined && bare.length > 0 ? bare : found;
  if (another === undefined) return field?.value;
  throw new HomelabError(`1Password: the item ${place.item} has several fields ${place.field}.`, {
    fix: "Rename all but one, or name the section under secrets.items in homelab.yaml: <item>/<section>/<field>.",
  });
}

const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/** Ignores case, as op does for references. */
function isAt(place: OpPlace, { id, label, section }: OpField): boolean {
  const inSection =
    place.section === undefined || same(section?.label, place.section) || same(section?.id, place.section);
  return inSection && (same(label, place.field) || same(id, place.field));
}

/** An item that does not exist yet. */
export function newItem(title: string, entries: readonly OpEntry[]): object {
  return { title, category: "API_CREDENTIAL", ...withFields({ id: "" }, entries), id: undefined };
}

/** The item with these fields set; missing fields are made. */
export function withFields(item: OpItem, entries: readonly OpEntry[]): OpItem {
  return entries.reduce((before, { place, value }) => withField(before, place, value), item);
}

/** The item with this field set; a missing field is made. */
function withField(item: OpItem, place: OpPlace, value: string): OpItem {
  const { fields = [], sections = [] } = item;
  const set = { type: "CONCEALED", value };
  if (fields.some((field) => isAt(place, field)))
    return { ...item, fields: fields.map((field) => (isAt(place, field) ? { ...field, ...set } : field)) };
  const section =
    place.section && (sections.find(({ label }) => same(label, place.section ?? "")) ?? sectionOf(place.section));
  return {
    ...item,
    ...(section && { sections: sections.includes(section) ? sections : [...sections, section] }),
    fields: [...fields, { label: place.field, ...set, ...(section && { section: { id: section.id } }) }],
  };
}

const sectionOf = (label: string): OpSection => ({ id: label, label });
