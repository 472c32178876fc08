import { Rejection } from "./rejection";

// Proxmox VE uses binary units, whatever it calls them, so GB and GiB mean the same here.
const mebibytes: Readonly<Record<string, number>> = {
  MiB: 1,
  MB: 1,
  GiB: 1024,
  GB: 1024,
  TiB: 1024 * 1024,
  TB: 1024 * 1024,
};

const units = "MiB, GiB or TiB (MB, GB and TB mean the same)";

function toMiB(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) {
    throw new Rejection("size", "This is not a size: a number followed by a unit.", "Write a size such as 512MiB.");
  }
  if (unit === "") {
    throw new Rejection("size-unit", "The size has no unit.", `Add one of ${units}, such as ${number}GiB.`);
  }
  const factor = mebibytes[unit];
  if (factor === undefined) {
    throw new Rejection("size-unit", `${unit} is not a known unit.`, `Use ${units}, such as ${number}GiB.`);
  }
  return Number(number) * factor;
}

function floorOrRefuse(value: number, smallest: string): number {
  const floor = Math.floor(value);
  if (floor >= 1 && Number.isSafeInteger(floor)) return floor;
  throw new Rejection(
    "size",
    `The size must be at least ${smallest}, and not more than a machine can have.`,
    `Write a size that the machine can have, ${smallest} or more.`,
  );
}

/** `3GiB` -> 3072, rounded down to a whole MiB. Throws `Rejection` (rules `size`, `size-unit`). */
export function parseMemoryMiB(text: string): number {
  return floorOrRefuse(toMiB(text), "1MiB");
}

/** `1.7TiB` -> 1740, rounded down to a whole GiB. Throws `Rejection` (rules `size`, `size-unit`). */
export function parseDiskGiB(text: string): number {
  return floorOrRefuse(toMiB(text) / 1024, "1GiB");
}
