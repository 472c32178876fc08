import { guests } from "../../../homelab/catalog/guests";
import { postgres } from "../../../homelab/contracts";
import { pushOrder } from "../../../homelab/derive";
import { views } from "../../../homelab/model";
import { shippedHomelab } from "../../support/stacks";
import { assembled, userOf } from "../../support/assembled";

test("nodes are first, and providers precede their users, even if they watch each other", () => {
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

test("no machine waits for one that is later in the order, so there is no circle", () => {
  // The Docker host watches PostgreSQL's guest and has a database on it.
  const { lab } = assembled({}, [userOf(guests.docker, { db: postgres.database("mine") })]);
  const order = views(lab)(pushOrder);
  const names = [...order.keys()];
  expect(names.toSorted()).toEqual([...lab.machines.keys()].toSorted());
  for (const [name, before] of order) {
    for (const other of before) expect(names.indexOf(other)).toBeLessThan(names.indexOf(name));
  }
  expect(order.get("docker")).toContain("postgres");
});
