import { mongodb, postgres } from "../../homelab/contracts";
import { guests } from "../../homelab/catalog/guests";
import type { Uses } from "../../homelab/model";
import { assembled, userOf } from "../support/assembled";

const refusals = (uses: Uses): string[] =>
  assembled({}, [userOf(guests.coolify, uses)]).problems.map(({ message }) => message);

test.each(["postgres", "template1"])("nobody gets the PostgreSQL database %s", (name) => {
  expect(refusals({ db: postgres.database(name) })).toEqual([
    `mine (uses.db) asks postgres for the impossible: PostgreSQL keeps the name ${name} for itself.`,
  ]);
});

test("a database cannot have the name of a secret of the server itself", () => {
  expect(refusals({ db: postgres.database("exporter") })).toEqual([
    expect.stringContaining("postgres/exporter would be two secrets at once"),
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
