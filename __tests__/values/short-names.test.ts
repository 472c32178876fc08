import { assert, constantFrom, integer, property, string, uniqueArray } from "fast-check";
import { shortNames } from "../../homelab/values/short-names";

const name = string({ unit: constantFrom("a", "b", "-", "_", "0"), minLength: 1, maxLength: 40 });

test("names that fit stay unchanged, and longer ones are cut to the limit and get a hash", () => {
  expect([...shortNames(["gateway_apps", "gateway_of_a_network_with_a_name"], 20)]).toEqual([
    ["gateway_apps", "gateway_apps"],
    ["gateway_of_a_network_with_a_name", expect.stringMatching(/^gateway_of__[0-9a-f]{8}$/)],
  ]);
});

test("two names never become the same one, and their order does not matter", () => {
  assert(
    property(uniqueArray(name, { maxLength: 50 }), integer({ min: 10, max: 24 }), (names, longest) => {
      const short = shortNames(names, longest);
      expect(new Set(short.values()).size).toBe(names.length);
      expect(Math.max(0, ...[...short.values()].map(({ length }) => length))).toBeLessThanOrEqual(longest);
      const again = shortNames(names.toReversed(), longest);
      expect(names.map((each) => again.get(each))).toEqual(names.map((each) => short.get(each)));
    }),
  );
});

test("a name that equals the short form of another stays unchanged", () => {
  const long = "a".repeat(40);
  const like = shortNames([long], 20).get(long) ?? "";
  const both = shortNames([long, like], 20);
  expect(both.get(like)).toBe(like);
  expect(both.get(long)).not.toBe(like);
});

test("a limit without room for a hash throws a RangeError", () => {
  expect(() => shortNames(["a"], 9)).toThrow(RangeError);
});
