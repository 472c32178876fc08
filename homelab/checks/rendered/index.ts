import type { Check } from "../check";
import { bundle } from "./bundle";
import { containerNameTwice } from "./container-name-twice";
import { onceSound, ownChecks } from "./sound";

/** Every rule over what services put into their machines, which is known only after rendering. */
export const renderedChecks: readonly Check[] = [...ownChecks, ...[containerNameTwice, bundle].map(onceSound)];
