import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { catalogOf } from "../../homelab/catalog";
import { declaredHomelab } from "../../homelab/checks";
import { service, type GuestSpec, type Homelab, type Service, type Uses } from "../../homelab/model";
import { siteSchema, type Site } from "../../homelab/site";
import type { Problem } from "../../homelab/values/problem";
import { unwatched } from "./unwatched";

const minimal = readFileSync(join(__dirname, "..", "sites", "minimal.yaml"), "utf8");

/** The smallest homelab.yaml, with top-level keys replaced. */
export function minimalSite(keys: Readonly<Record<string, unknown>> = {}): Site {
  return siteSchema.parse({ ...(parse(minimal) as object), ...keys });
}

/** The homelab of that site with the shipped catalog and additional services; its problems without warnings. */
export function assembled(
  keys: Readonly<Record<string, unknown>> = {},
  services: readonly Service[] = [],
): { readonly lab: Homelab; readonly problems: readonly Problem[] } {
  const site = minimalSite(keys);
  const { lab, problems } = declaredHomelab(site, catalogOf(site, { services }));
  return { lab, problems: problems.filter(({ severity }) => severity !== "warning") };
}

/** A service that only uses others. */
export function userOf(on: GuestSpec, uses: Uses, name = "mine"): Service {
  return service({ name, title: name, description: "An example.", on, uses, operations: unwatched });
}
