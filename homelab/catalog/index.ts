import type { Catalog } from "../model";
import type { Site } from "../site";
import { apps } from "./apps";
import { baseServices } from "./system";
import { database } from "./database";
import { guests } from "./guests";
import { host } from "./host";
import { infrastructure } from "./infrastructure";
import { machines } from "./machines";
import { observability } from "./observability";
import { storage } from "./storage";

/**
 * Everything declared: the shipped catalog, services that homelab.yaml adds, and last the user's own files (`local`).
 */
export function catalogOf(site: Site, local: Partial<Catalog> = {}): Catalog {
  return {
    guests: [...Object.values(guests), ...(local.guests ?? [])],
    services: [
      ...host(site),
      ...baseServices(site),
      ...infrastructure(site),
      ...database,
      ...storage,
      ...observability,
      ...machines(site),
      ...apps(site),
      ...(local.services ?? []),
    ],
    extensions: local.extensions ?? [],
  };
}
