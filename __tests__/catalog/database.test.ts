import { mongodb, postgres, redis, s3 } from "../../homelab/contracts";
import { guests } from "../../homelab/catalog/guests";
import type { Uses } from "../../homelab/model";
import { assembled, userOf } from "../support/assembled";
import { bundleFor, fileText } from "../support/bundles";

const refusals = (uses: Uses): string[] =>
  assembled({}, [userOf(guests.coolify, uses)]).problems.map(({ message }) => message);

test.each(["postgres", "template1", "pg_data", "public", "none", "exporter", "password"])(
  "a Use of the PostgreSQL database %s is refused",
  (name) => {
    expect(refusals({ db: postgres.database(name) })[0]).toBe(
      `postgres cannot provide what mine requests in uses.db: PostgreSQL reserves the name ${name}.`,
    );
  },
);

test.each([
  ["default", redis.database(5), "Redis reserves the user name default."],
  ["exporter", redis.database(5), "Redis reserves the user name exporter."],
  ["admin", s3.bucket("n8n", "read-only"), "object storage reserves the user name admin."],
])("a service with the name %s is refused", (name, use, message) => {
  const { problems } = assembled({}, [userOf(guests.coolify, { it: use }, name)]);
  expect(problems.map((problem) => problem.message).join()).toContain(message);
});

test.each(["admin", "local", "config"])("a Use of the MongoDB database %s is refused", (name) => {
  expect(refusals({ db: mongodb.database(name) })).toEqual([
    `mongodb cannot provide what mine requests in uses.db: MongoDB reserves the name ${name}.`,
  ]);
});

test("two services cannot have the same database", () => {
  expect(refusals({ db: postgres.database("netbird") }).join()).toContain("PostgreSQL database netbird");
  expect(refusals({ db: postgres.database("mine") })).toEqual([]);
});

test.each([
  ["postgres", "postgresql@17-main.service.d/homelab.conf"],
  ["mongodb", "mongod.service.d/homelab.conf"],
  ["minio", "minio.service"],
])("when an upgrade restarts the server of %s, the reconciler of its accounts runs again", (guest, path) => {
  const unit = fileText(bundleFor(guest), `/etc/systemd/system/${path}`);
  expect(unit).toMatch(new RegExp(`^Wants=.*homelab-${guest}\\.service$`, "m"));
  expect(unit).toMatch(/^Restart=(always|on-failure)$/m);
});
