import { groupBy } from "../../homelab/values/group-by";
import { limited } from "../limited";
import { runProgram, type RunProgram } from "../program";
import type { Finished } from "../shell/shell";
import { fieldAt, newItem, placeOf, withFields, type OpEntry, type OpItem } from "./op-items";
import type { Vault } from "./vault";
import { HomelabError } from "../../homelab/values/error";

/** How many op processes run at once: each calls 1Password's servers. */
const processes = 4;

/** Messages of op and their fixes; the first match counts. */
const remedies: readonly (readonly [words: RegExp, fix: (vault: string) => string])[] = [
  [
    /not (currently )?signed in|session expired|No accounts configured|authorization/i,
    () => "Run op signin, or set OP_SERVICE_ACCOUNT_TOKEN, then run this again.",
  ],
  [
    /isn't a vault/i,
    (vault) => `Make the vault ${vault} in 1Password, or name yours under secrets.vault in homelab.yaml.`,
  ],
  [/More than one item/i, () => "Rename all but one, or name another item under secrets.items in homelab.yaml."],
  [
    /permission|forbidden|\(403\)/i,
    (vault) => `Give this account permission to read and write items of the vault ${vault}.`,
  ],
  [/Too Many Requests|\(429\)/i, () => "Wait a while: 1Password limits requests by the hour."],
];

/**
 * A 1Password vault, accessed with the command `op` (2.18 or newer). Aliases map our item and field to the user's. Each
 * item is fetched once, because 1Password limits requests per hour.
 */
export function opVault(
  { vault, items }: { readonly vault: string; readonly items: Readonly<Record<string, string>> },
  run: RunProgram = runProgram,
): Vault {
  const kept = itemsOf(vault, run);
  const ready = async (): Promise<void> => {
    const { code, stderr } = await run("op", ["vault", "get", vault, "--format", "json"]);
    if (code !== 0) throw problem(vault, stderr);
  };
  return {
    title: `1Password vault ${vault}`,
    ready,
    prepare: () => ready().then(() => []),
    async read(wanted) {
      const place = placeOf(wanted, vault, items);
      return fieldAt(await kept.get(place.item), place) || undefined;
    },
    async write(entries) {
      const placed = entries.map(({ value, ...place }) => ({ place: placeOf(place, vault, items), value }));
      for (const [name, own] of groupBy(placed, ({ place }) => place.item)) await kept.store(name, own);
    },
  };
}

/** Reads and writes the items of a vault by their titles. */
function itemsOf(vault: string, run: RunProgram) {
  const inTheirTurn = limited(processes);
  const op = (args: readonly string[], input?: string): Promise<Finished> =>
    inTheirTurn(() => run("op", [...args, "--vault", vault], input));
  const fetched = async (name: string): Promise<OpItem | undefined> => {
    const { code, stdout, stderr } = await op(["item", "get", name, "--format", "json"]);
    if (code === 0) return itemIn(vault, stdout);
    if (/isn't an item/i.test(stderr)) return undefined;
    throw problem(vault, stderr);
  };
  const known = new Map<string, Promise<OpItem | undefined>>();
  const get = (name: string): Promise<OpItem | undefined> => {
    const found = known.get(name) ?? fetched(name);
    known.set(name, found);
    return found;
  };
  const store = async (name: string, entries: readonly OpEntry[]): Promise<void> => {
    // Another program may have changed the item since it was fetched.
    const item = (await get(name)) && (await fetched(name));
    const { code, stderr } =
      item === undefined
        ? await op(["item", "create", "-"], JSON.stringify(newItem(name, entries)))
        : await op(["item", "edit", item.id], JSON.stringify(withFields(item, entries)));
    known.delete(name);
    if (code !== 0) throw problem(vault, without(stderr, entries));
    // The exit code is not enough proof: a host never shows the value of a token again.
    const written = await get(name);
    const lost = entries.find(({ place, value }) => fieldAt(written, place) !== value)?.place;
    if (lost !== undefined)
      throw problem(vault, `op wrote ${lost.item}/${lost.field}, but the vault contains another value.`);
  };
  return { get, store };
}

const without = (text: string, entries: readonly OpEntry[]): string =>
  entries.reduce((rest, { value }) => rest.replaceAll(value, "..."), text);

/** Hides the error of the parser, which would repeat part of the item. */
function itemIn(vault: string, stdout: string): OpItem {
  try {
    return JSON.parse(stdout) as OpItem;
  } catch {
    throw problem(vault, "op item get printed something that is not JSON.");
  }
}

function problem(vault: string, said: string): HomelabError {
  const words = said.trim().replace(/^\[ERROR\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, "");
  const fix = remedies.find(([pattern]) => pattern.test(words))?.[1](vault) ?? `Try op vault get ${vault}.`;
  return new HomelabError(`1Password: ${words || "op failed without a message"}`, { fix });
}
