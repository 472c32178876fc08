type Version = readonly [major: number, minor: number, patch: number];

/** The first `1.2` or `1.2.3` in a text; undefined when there is none. */
export function versionIn(text: string): string | undefined {
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0];
}

function parts(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}

/** Whether a version is at least the other one. */
export function isAtLeast(version: string, least: string): boolean {
  const [one, other] = [parts(version), parts(least)];
  const index = one.findIndex((part, at) => part !== other[at]);
  return index < 0 || (one[index] ?? 0) > (other[index] ?? 0);
}

/** Whether a version is in an npm range of the forms `^1.2.3` and `>=1.2.3`, joined by `||`. */
export function isInRange(version: string, range: string): boolean {
  return range.split("||").some((term) => {
    const least = versionIn(term) ?? term.replace(/\D/g, "");
    return isAtLeast(version, least) && (!term.includes("^") || parts(version)[0] === parts(least)[0]);
  });
}
