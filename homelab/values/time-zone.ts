import type { Brand } from "./brand";
import { nearest } from "./nearest";
import { Rejection } from "./rejection";

/** Name of a time zone in the IANA database: `Europe/Berlin`. */
export type TimeZone = Brand<string, "TimeZone">;

// Node also accepts offsets and any case; Debian's /usr/share/zoneinfo accepts neither.
const zoneName = /^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/;

function known(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).format(0) !== "";
  } catch {
    return false;
  }
}

/** Throws `Rejection` (rule `time-zone`), whose fix names the nearest zone. */
export function parseTimeZone(text: string): TimeZone {
  if (zoneName.test(text) && known(text)) return text as TimeZone;
  const near = nearest(text, [...Intl.supportedValuesOf("timeZone"), "Etc/UTC"]);
  throw new Rejection(
    "time-zone",
    "This is not the name of a time zone in the IANA database (names are case-sensitive).",
    near === undefined ? "Write a name such as Etc/UTC or Europe/Berlin." : `Did you mean ${near}?`,
  );
}
