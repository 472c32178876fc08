import { isDebian, view, type Machine } from "../../model";

/** When a guest looks for updates and installs what it finds; `HH:MM` in the homelab's time zone. */
export interface UpdateWindow {
  readonly lists: string;
  readonly upgrade: string;
}

/** After the dumps of the databases and the backups of whole guests, as homelab.yaml has them by default. */
const firstMinute = 3 * 60;
/** Enough for one guest, so that never two are at it at once. Beyond 72 guests, a day has less for each. */
const slotMinutes = 20;
/** Of a slot, until the lists are there. */
const listsShare = 1 / 4;

/** Every guest of Debian in its turn, every day; databases come last, when everything else has proved to be well. */
export const updateWindows = view("update windows", ({ machines }): ReadonlyMap<Machine, UpdateWindow> => {
  const debian = [...machines.values()].filter(isDebian);
  const databases = debian.filter(({ stack }) => stack === "database");
  const turns = [...debian.filter((machine) => !databases.includes(machine)), ...databases];
  const slot = Math.min(slotMinutes, (24 * 60) / turns.length);
  return new Map(
    turns.map((machine, turn) => {
      const start = firstMinute + Math.floor(turn * slot);
      return [machine, { lists: timeOf(start), upgrade: timeOf(start + Math.floor(slot * listsShare)) }];
    }),
  );
});

function timeOf(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
