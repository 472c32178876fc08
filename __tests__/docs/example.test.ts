import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { endName, flowRules } from "../../homelab/derive";
import { loadHomelab } from "../../homelab/load";
import { views } from "../../homelab/model";
import { buildStacks } from "../../stacks";
import { resource } from "../support/synthesized";
import { stackFaults } from "../support/provider-schema";
import type { JsonObject } from "../support/provider-schema-types";

const examples = join(__dirname, "..", "..", "docs", "examples");
const { lab, warnings } = loadHomelab(join(examples, "homelab.yaml"));

/** Terraform JSON of the stack that holds containers. */
function appsStack(): JsonObject {
  const stack = buildStacks(Testing.app(), lab).find(({ node }) => node.id === "apps");
  if (stack === undefined) throw new Error("There is no stack apps.");
  return JSON.parse(Testing.synth(stack, true)) as JsonObject;
}

test("the app of the README is one file of at most 40 lines, and fits in without a warning", () => {
  const lines = readFileSync(join(examples, "local", "mealie.ts"), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(warnings).toEqual([]);
});

test("it becomes a container with its database, its route and no secret in its environment", () => {
  const document = appsStack();
  expect(stackFaults(document)).toEqual([]);
  const container = resource(document, "docker_container", "mealie");
  expect(container["env"]).toContain("POSTGRES_SERVER=10.0.20.10");
  expect(container["labels"]).toContainEqual({
    label: "traefik.http.routers.recipes.rule",
    value: "Host(`recipes.homelab.local`)",
  });
  expect(JSON.stringify(container)).toContain("/opt/docker/secrets/mealie/db");
});

test("the firewall lets its host reach the database for it, and nobody else is let in for it", () => {
  const allowed = views(lab)(flowRules).filter(({ reasons }) => reasons.includes("mealie.db"));
  expect(allowed.map(({ from, to, port }) => `${endName(from)} -> ${to.name} ${port}`)).toEqual([
    "docker -> postgres 5432",
  ]);
});
