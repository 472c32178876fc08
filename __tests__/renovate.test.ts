import { readFileSync } from "node:fs";
import { join } from "node:path";
import { versions } from "../homelab/versions";

const root = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const byText = (a = "", b = ""): number => (a < b ? -1 : 1);

interface Manager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}

const { customManagers } = JSON.parse(read("renovate.json")) as { readonly customManagers: readonly Manager[] };

/** Named groups of every match in a file, as Renovate would find them. */
function pinsIn(file: string): readonly Readonly<Record<string, string>>[] {
  const text = read(file);
  return customManagers
    .filter(({ managerFilePatterns }) =>
      managerFilePatterns.some((pattern) => new RegExp(pattern.replace(/^\/|\/$/g, "")).test(file)),
    )
    .flatMap(({ matchStrings }) => matchStrings.flatMap((match) => [...text.matchAll(new RegExp(match, "g"))]))
    .map(({ groups }) => groups ?? {});
}

const file = "homelab/versions.ts";
const pins = pinsIn(file);

test("Renovate finds every pin that has a comment, once", () => {
  const commented = [...read(file).matchAll(/\/\/ renovate: .* depName=(\S+)/g)].map(([, name]) => name);
  expect(commented).not.toEqual([]);
  expect(pins.map(({ depName }) => depName).toSorted(byText)).toEqual(commented.toSorted(byText));
});

test("Renovate reads the value of a pin", () => {
  const pinned = (name: string) => pins.find(({ depName }) => depName === name);
  expect(pinned("traefik/traefik")).toMatchObject({ datasource: "github-releases", currentValue: versions.traefik });
  expect(pinned("goauthentik/authentik")).toMatchObject({ extractVersion: "^version/(?<version>.+)$" });
  expect(pinned("netbirdio/dashboard")).toMatchObject({
    datasource: "docker",
    currentValue: versions.netbirdDashboard,
  });
});

test("Renovate finds the image of a user's own app", () => {
  expect(pinsIn("docs/examples/local/mealie.ts")).toEqual([
    expect.objectContaining({ depName: "ghcr.io/mealie-recipes/mealie", currentValue: "v3.28.0" }),
  ]);
});
