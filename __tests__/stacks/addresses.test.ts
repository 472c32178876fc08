import { resourcesOf, shippedHomelab, stackDocuments } from "../support/stacks";

// A changed address destroys and re-creates its resource: review every line of a changed snapshot.
test("resource addresses are stable", () => {
  const addresses = Object.entries(stackDocuments(shippedHomelab())).map(([stack, document]) => {
    const byType = new Map<string, string[]>();
    for (const [address] of resourcesOf(document)) {
      const [type = "", name = ""] = address.split(".");
      byType.set(type, [...(byType.get(type) ?? []), name]);
    }
    return [stack, ...[...byType].map(([type, names]) => `  ${type}: ${names.toSorted().join(" ")}`)].join("\n");
  });
  expect(addresses.join("\n")).toMatchSnapshot();
});
