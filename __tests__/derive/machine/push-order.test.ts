import { guests } from "../../../homelab/catalog/guests";
import { postgres } from "../../../homelab/contracts";
import { pushOrder } from "../../../homelab/derive";
import { views } from "../../../homelab/model";
import { shippedHomelab } from "../../support/stacks";
import { assembled, userOf } from "../../support/assembled";

test("nodes go first, providers before those who use them, however they watch each other", () => {
  const order = views(shippedHomelab())(pushOrder);
  const names = [...order.keys()];
  expect(names[0]).toBe("pve");
  for (const [earlier, later] of [
    ["postgres", "authentik"],
    ["postgres", "docker"],
    ["minio", "loki"],
    ["postgres", "minio"],
  ] as const)
    expect(names.indexOf(earlier)).toBeLessThan(names.indexOf(later));
  expect(order.get("authentik")).toEqual(expect.arrayContaining(["pve", "postgres"]));
});

test("nobody waits for one that comes later, so that no order is a circle", () => {
  // PostgreSQL's guest is watched from the Docker host, which has a database on it.
  const { lab } = assembled({}, [userOf(guests.docker, { db: postgres.database("mine") })]);
  const order = views(lab)(pushOrder);
  const names = [...order.keys()];
  expect(names.toSorted()).toEqual([...lab.machines.keys()].toSorted());
  for (const [name, before] of order) {
    for (const other of before) expect(names.indexOf(other)).toBeLessThan(names.indexOf(name));
  }
  expect(order.get("docker")).toContain("postgres");
});
