import { parseCalendar } from "../../homelab/values/calendar";
import { rejectionOf } from "../support/rejection";

// What the user writes, and the form that means the same in Proxmox VE and systemd.
test.each([
  ["02:30", "02:30"],
  ["sat 03:00", "sat 03:00"],
  ["Sat  3:00", "sat 3:00"],
  ["mon..fri 22:00", "mon..fri 22:00"],
  ["mon,wed..fri 10:00", "mon,wed..fri 10:00"],
  ["saturday 03:00", "saturday 03:00"],
  ["*-*-1 04:00", "*-*-1 04:00"],
  ["12-24", "12-24"],
  ["2027-1,7-1 04:00:30", "2027-1,7-1 04:00:30"],
  ["8..17,22:0/15", "8..17,22:0/15"],
  ["8..17/2:00", "8..17/2:00"],
  ["mon", "mon"],
  ["daily", "daily"],
  ["Semi-Annually", "semi-annually"],
  ["*/30", "*:0/30"],
  ["30", "*:30"],
  ["*/6:00", "0/6:00"],
  ["*-*/2-*/10 01:00", "*-1/2-1/10 01:00"],
])("%s is %s", (written, normal) => {
  expect(parseCalendar(written)).toBe(normal);
});

test.each([
  ["", "it is empty"],
  ["25:00", "the hour 25"],
  ["02:60", "the minute 60"],
  ["02:30:60", "the second 60"],
  ["02:30:00:00", "not a time"],
  ["*-13-1", "the month 13"],
  ["*-*-32", "the day 32"],
  ["1969-1-1", "the year 1969"],
  ["2027-1-1-1", "not a date"],
  ["sat 03:00 UTC", "utc is left over"],
  ["fri..mon 01:00", "fri..mon is not a range"],
  ["17..8:00", "17..8 is a backward range"],
  ["*:0/60", "steps of 60"],
  ["*:0/0", "steps of 0"],
  ["*/2-1-1", "not a valid year"],
  ["every day", "every is not a weekday"],
  ["0 3 * * *", "left over"],
  ["*-*~1 04:00", "not a valid day"],
])("%j is refused: %s", (written, reason) => {
  const { rule, message } = rejectionOf(() => parseCalendar(written));
  expect(rule).toBe("calendar");
  expect(message).toContain(reason);
});
