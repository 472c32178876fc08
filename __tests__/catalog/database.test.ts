import { mongodb, postgres } from "../../homelab/contracts";
import { guests } from "../../homelab/catalog/guests";
import type { Uses } from "../../homelab/model";
import { assembled, userOf } from "../support/assembled";

const refusals = (uses: Uses): string[] =>
  assembled({}, [userOf(guests.coolify, uses)]).problems.map(({ message }) => message);

test.each(["postgres", "template1", "exporter"])("nobody gets the PostgreSQL database %s", (name) => {
  expect(refusals({ db: postgres.database(name) })).toEqual([
    `mine (uses.db) asks postgres for the impossible: PostgreSQL keeps the name ${name} for itself.`,
  ]);
});

test.each(["admin", "local", "config"])("nobody gets the MongoDB database %s", (name) => {
  expect(refusals({ db: mongodb.database(name) })).toEqual([
    `mine (uses.db) asks mongodb for the impossible: MongoDB keeps the name ${name} for itself.`,
  ]);
});

test("two services cannot have the same database", () => {
  expect(refusals({ db: postgres.database("netbird") }).join()).toContain("PostgreSQL database netbird");
  expect(refusals({ db: postgres.database("mine") })).toEqual([]);
});
