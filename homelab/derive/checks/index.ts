import type { Get, Homelab } from "../../model";
import type { Problem } from "../../values/problem";
import { publishedPort } from "./published-port";

/** A rule over what is derived; like those of model/checks each has a file and an invalid fixture of its name. */
export type DerivedCheck = (lab: Homelab, get: Get) => Problem[];

/** Every rule over views. They need a homelab that is sound in itself. */
export const derivedChecks: readonly DerivedCheck[] = [publishedPort];
