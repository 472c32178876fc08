import type { Check } from "../check";
import { containerName } from "./container-name";
import { containerPort } from "./container-port";
import { render } from "./render";

/** Rules over what each service renders by itself. */
export const ownChecks: readonly Check[] = [render, containerName, containerPort];

/** A rule over what all services render together: it runs once each of them is sound by itself. */
export function onceSound(check: Check): Check {
  return (lab, get) => (ownChecks.every((own) => own(lab, get).length === 0) ? check(lab, get) : []);
}
