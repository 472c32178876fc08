import type { Brand } from "./brand";
import { Rejection } from "./rejection";

/**
 * When something runs, in the calendar grammar that Proxmox VE and systemd have in common: `02:30`, `sat 03:00`,
 * `mon..fri 22:00`, `*-*-1 04:00`, `*:0/30`, `daily`. PVE's grammar (proxmox-time, calendar_event.rs) also allows steps
 * after a star, and minutes alone. systemd does not, so both are rewritten to a form that means the same in both.
 */
export type Calendar = Brand<string, "Calendar">;

const words = "minutely hourly daily weekly monthly quarterly semiannually semi-annually yearly annually".split(" ");
const weekdays = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

/** One component of a date or a time: its name, its limits, and whether a star may have a step (not for years). */
interface Component {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  readonly steps: boolean;
}

const year: Component = { name: "year", lowest: 1970, highest: 2199, steps: false };
const month: Component = { name: "month", lowest: 1, highest: 12, steps: true };
const day: Component = { name: "day", lowest: 1, highest: 31, steps: true };
const hour: Component = { name: "hour", lowest: 0, highest: 23, steps: true };
const minute: Component = { name: "minute", lowest: 0, highest: 59, steps: true };
const second: Component = { name: "second", lowest: 0, highest: 59, steps: true };

function refuse(reason: string): never {
  throw new Rejection(
    "calendar",
    `This is not a calendar expression that Proxmox VE and systemd understand: ${reason}.`,
    "Write one such as 02:30, sat 03:00, mon..fri 22:00, *-*-1 04:00, */30 or daily.",
  );
}

function weekday(text: string): number {
  const index = weekdays.findIndex((name) => name === text || name.slice(0, 3) === text);
  return index < 0 ? refuse(`${text} is not a weekday`) : index;
}

function weekdayList(text: string): string {
  for (const part of text.split(",")) {
    const [from = "", to = from, ...rest] = part.split("..");
    if (rest.length > 0 || weekday(from) > weekday(to)) refuse(`${part} is not a range of weekdays`);
  }
  return text;
}

function numberOf({ name, lowest, highest }: Component, text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= lowest && value <= highest
    ? value
    : refuse(`the ${name} ${text} is not between ${lowest} and ${highest}`);
}

function item(component: Component, text: string): string {
  const [, from, to, step] = /^(\d+)(?:\.\.(\d+))?(?:\/(\d+))?$/.exec(text) ?? [];
  if (from === undefined) refuse(`${text} is not a valid ${component.name}`);
  if (to !== undefined && numberOf(component, from) > numberOf(component, to)) refuse(`${text} is a backward range`);
  if (step !== undefined && (Number(step) < 1 || Number(step) > component.highest)) {
    refuse(`the ${component.name} cannot have steps of ${step}`);
  }
  numberOf(component, from);
  return text;
}

function list(component: Component, text: string): string {
  if (text === "*") return text;
  const starred = text.startsWith("*/") && component.steps ? `${component.lowest}${text.slice(1)}` : text;
  return starred
    .split(",")
    .map((part) => item(component, part))
    .join(",");
}

function datePart(text: string): string {
  const parts = text.split("-");
  const components = parts.length === 3 ? [year, month, day] : [month, day];
  if (parts.length > 3) refuse(`${text} is not a date`);
  return parts.map((part, index) => list(components[index] as Component, part)).join("-");
}

function timePart(text: string): string {
  const parts = text.split(":");
  // Minutes alone mean every hour.
  const full = parts.length === 1 ? ["*", ...parts] : parts;
  if (full.length > 3) refuse(`${text} is not a time`);
  return full.map((part, index) => list([hour, minute, second][index] as Component, part)).join(":");
}

/** Normalizes to lower case and single spaces. Throws `Rejection` (rule `calendar`). */
export function parseCalendar(text: string): Calendar {
  const lower = text.trim().toLowerCase();
  if (words.includes(lower)) return lower as Calendar;
  const parts = lower.split(/\s+/).filter((part) => part !== "");
  const isWeekday = (part: string | undefined) => part !== undefined && /^[a-z]/.test(part);
  const isDate = (part: string | undefined) => part !== undefined && /^[^:]*-[^:]*$/.test(part);
  const rest = [...parts];
  const normal = [
    ...(isWeekday(rest[0]) ? [weekdayList(rest.shift() ?? "")] : []),
    ...(isDate(rest[0]) ? [datePart(rest.shift() ?? "")] : []),
    ...(rest[0] !== undefined ? [timePart(rest.shift() ?? "")] : []),
  ];
  if (normal.length === 0) refuse("it is empty");
  if (rest.length > 0) refuse(`${rest.join(" ")} is left over after weekdays, date and time`);
  return normal.join(" ") as Calendar;
}
