import { secretReference } from "../homelab/model/secret";
import { NoProgram, runProgram, type RunProgram } from "./program";
import type { Finished } from "./shell";
import { VaultProblem, type Vault, type VaultPlace } from "./vault";

/** What `op item get` prints, as far as it matters; the rest goes back as it came. */
interface OpItem {
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
interface OpPlace {
  readonly item: string;
  readonly section?: string;
  readonly field: string;
}

/** What op says, and what to do about it; the first that fits wins. */
const remedies: readonly (readonly [words: RegExp, fix: (vault: string) => string])[] = [
  [
    /not (currently )?signed in|session expired|No accounts configured|authorization/i,
    () => "Run op signin, or set OP_SERVICE_ACCOUNT_TOKEN, then run this again.",
  ],
  [
    /isn't a vault/i,
    (vault) => `Make the vault ${vault} in 1Password, or name yours under secrets.vault in homelab.yaml.`,
  ],
  [/More than one item/i, () => "Rename all but one, or point to another under secrets.items in homelab.yaml."],
  [/permission|forbidden|\(403\)/i, (vault) => `Let this account read and write items of the vault ${vault}.`],
  [/Too Many Requests|\(429\)/i, () => "Wait a while: 1Password limits requests by the hour."],
];

/** A vault of 1Password, by its command `op` (2.18 or newer). Aliases map our item and field to the user's. */
export function opVault(
  { vault, items }: { readonly vault: string; readonly items: Readonly<Record<string, string>> },
  run: RunProgram = runProgram,
): Vault {
  const op = (args: readonly string[], input?: string): Promise<Finished> =>
    started(run("op", [...args, "--vault", vault], input));
  const fetched = async (item: string): Promise<OpItem | undefined> => {
    const { code, stdout, stderr } = await op(["item", "get", item, "--format", "json"]);
    if (code === 0) return itemIn(vault, stdout);
    if (/isn't an item/i.test(stderr)) return undefined;
    throw problem(vault, stderr);
  };
  // Requests are counted by the hour, and several fields share an item.
  const known = new Map<string, Promise<OpItem | undefined>>();
  const valueAt = async (place: OpPlace): Promise<string | undefined> => {
    const item = known.get(place.item) ?? fetched(place.item);
    known.set(place.item, item);
    return (await item)?.fields?.find((field) => isAt(place, field))?.value;
  };

  return {
    title: `1Password vault ${vault}`,
    async ready() {
      const { code, stderr } = await started(run("op", ["vault", "get", vault, "--format", "json"]));
      if (code !== 0) throw problem(vault, stderr);
    },
    has: async (place) => Boolean(await valueAt(placeOf(place, vault, items))),
    async write({ value, ...rest }) {
      const place = placeOf(rest, vault, items);
      const item = await fetched(place.item);
      const { code, stderr } =
        item === undefined
          ? await op(["item", "create", "-"], JSON.stringify(newItem(place, value)))
          : await op(["item", "edit", item.id], JSON.stringify(withField(item, place, value)));
      known.delete(place.item);
      if (code !== 0) throw problem(vault, stderr.replaceAll(value, "..."));
      // That it ended well is not proof enough: the host never shows the value again.
      if ((await valueAt(place)) !== value)
        throw problem(vault, `op wrote ${place.item}/${place.field}, but another value lies there.`);
    },
  };
}

function placeOf(place: VaultPlace, vault: string, aliases: Readonly<Record<string, string>>): OpPlace {
  const reference = secretReference(place, vault, aliases).slice(`op://${vault}/`.length);
  const [item = "", ...rest] = reference.split("/");
  const [section, field] = rest.length > 1 ? rest : [undefined, rest[0]];
  return { item, field: field ?? "", ...(section !== undefined && { section }) };
}

async function started(finished: Promise<Finished>): Promise<Finished> {
  try {
    return await finished;
  } catch (error) {
    if (!(error instanceof NoProgram)) throw error;
    throw new VaultProblem(
      error.message,
      "Install the 1Password CLI, op 2.18 or newer, or set secrets.backend: age in homelab.yaml.",
    );
  }
}

/** An error of the parser would repeat a piece of the item. */
function itemIn(vault: string, stdout: string): OpItem {
  try {
    return JSON.parse(stdout) as OpItem;
  } catch {
    throw problem(vault, "op item get answers with something that is not JSON.");
  }
}

function problem(vault: string, said: string): VaultProblem {
  const words = said.trim().replace(/^\[ERROR\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, "");
  const fix = remedies.find(([pattern]) => pattern.test(words))?.[1](vault) ?? `Try op vault get ${vault}.`;
  return new VaultProblem(`1Password: ${words || "op failed without a word"}`, fix);
}

const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/** op reads references without regard to case. */
function isAt(place: OpPlace, { id, label, section }: OpField): boolean {
  const inSection =
    place.section === undefined || same(section?.label, place.section) || same(section?.id, place.section);
  return inSection && (same(label, place.field) || same(id, place.field));
}

function newItem(place: OpPlace, value: string): object {
  const item = { title: place.item, category: "API_CREDENTIAL" };
  return { ...item, ...withField({ id: "" }, place, value), id: undefined };
}

/** The item with that field set, made when there is none. */
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
