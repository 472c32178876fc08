import type { Check } from "../check";
import { containerName } from "./container-name";
import { containerPort } from "./container-port";
import { render } from "./render";

/** Rules over what each service renders on its own. */
export const ownChecks: readonly Check[] = [render, containerName, containerPort];

/** Makes a rule over what all services render together run only when the rules above have found no problem. */
export function onceSound(check: Check): Check {
  return (lab, get) => (ownChecks.every((own) => own(lab, get).length === 0) ? check(lab, get) : []);
}
