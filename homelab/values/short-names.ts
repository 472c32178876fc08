/**
 * Maps each name to a unique name of at most `longest` characters: the name itself if it fits, else its beginning and
 * eight hexadecimal digits of its hash. The order of the names does not matter.
 *
 * @throws RangeError if `longest` leaves no room for the digits.
 */
export function shortNames(names: Iterable<string>, longest: number): ReadonlyMap<string, string> {
  if (longest < digits + 2) throw new RangeError(`${longest} characters are too few for a name and its hash.`);
  const all = [...new Set(names)].toSorted();
  const taken = new Set(all.filter((name) => name.length <= longest));
  const short = new Map([...taken].map((name) => [name, name]));
  for (const name of all.filter(({ length }) => length > longest)) {
    let salt = 0;
    let candidate = cut(name, longest, salt);
    while (taken.has(candidate)) candidate = cut(name, longest, (salt += 1));
    taken.add(candidate);
    short.set(name, candidate);
  }
  return short;
}

const digits = 8;

function cut(name: string, longest: number, salt: number): string {
  return `${name.slice(0, longest - digits - 1)}_${fnv1a(salt === 0 ? name : `${name}/${salt}`)}`;
}

/** FNV-1a with 32 bits (the Fowler/Noll/Vo hash): it spreads similar names well and needs no library. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(digits, "0");
}
