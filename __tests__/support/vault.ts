import { secretName } from "../../homelab/model";
import type { Vault } from "../../provision/secrets/vault";

/** A vault in memory, by `item/field`, with a record of the calls. */
export function memoryVault(content: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(content));
  const reads: string[] = [];
  const writes: string[] = [];
  const vault: Vault = {
    title: "test vault",
    ready: () => Promise.resolve(),
    prepare: () => Promise.resolve([]),
    read(place) {
      reads.push(secretName(place));
      return Promise.resolve(kept.get(secretName(place)));
    },
    write(entries) {
      for (const entry of entries) {
        writes.push(secretName(entry));
        kept.set(secretName(entry), entry.value);
      }
      return Promise.resolve();
    },
  };
  return { vault, kept, reads, writes };
}
