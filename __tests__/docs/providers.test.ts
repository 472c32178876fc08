import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), "utf8");

test("every provider package is used by a construct, or ARCHITECTURE.md says why it is kept", () => {
  const { dependencies } = JSON.parse(read("package.json")) as { readonly dependencies: Record<string, string> };
  const packages = Object.keys(dependencies).filter((name) => name.startsWith("@cdktf/provider-"));
  const constructs = readdirSync(join(root, "constructs")).map((file) => read("constructs", file));
  const unused = packages.filter((name) => !constructs.some((text) => text.includes(`from "${name}/`)));
  const page = read("ARCHITECTURE.md");
  expect(unused.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  expect(packages.filter((name) => !unused.includes(name))).toEqual(
    expect.arrayContaining(["@cdktf/provider-docker", "@cdktf/provider-null"]),
  );
});
