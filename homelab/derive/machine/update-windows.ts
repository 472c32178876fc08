import { isDebian, view, type Machine } from "../../model";

/** When a machine fetches package lists and installs updates; `HH:MM` in the homelab's time zone. */
export interface UpdateWindow {
  readonly lists: string;
  readonly upgrade: string;
}

/** After the database dumps and the guest backups, at their default times in homelab.yaml. */
const firstMinute = 3 * 60;
/** Enough for one machine, so that no two upgrade at once. With more than 72 machines, each slot is shorter. */
const slotMinutes = 20;
/** The part of a slot in which the lists arrive. */
const listsShare = 1 / 4;

/** One slot a day for every Debian machine; databases come last, after all others have taken the updates. */
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
