import type { Homelab } from "../../homelab/model";
import type { Site } from "../../homelab/site";
import type { Vault } from "../../provision/secrets/vault";
import type { System } from "./system";

/** What a check found, in one sentence; whatever is not in order says how to mend it. */
export type Finding =
  | { readonly level: "ok" | "skipped"; readonly text: string }
  | { readonly level: "warn" | "fail"; readonly text: string; readonly fix: string; readonly isUnreachable?: true };

/** homelab.yaml as the doctor found it. */
export type Reading = SoundReading | { readonly site?: undefined; readonly problems: number; readonly reason?: string };

export interface SoundReading {
  readonly site: Site;
  readonly lab: Homelab;
  /** Not opened yet. */
  readonly vault: Vault;
  readonly warnings: number;
}

/** What every check gets. */
export interface Context {
  readonly system: System;
  /** The project's directory. */
  readonly root: string;
  /** Path of homelab.yaml. */
  readonly file: string;
  readonly reading: Reading;
}

/** One line of the doctor. */
export interface Check {
  readonly name: string;
  /** Asks another host, so `--offline` leaves it out. */
  readonly isOnline?: true | ((context: Context) => boolean);
  readonly run: (context: Context) => Finding | Promise<Finding>;
}

export const ok = (text: string): Finding => ({ level: "ok", text });
export const skipped = (text: string): Finding => ({ level: "skipped", text });
export const warn = (text: string, fix: string): Finding => ({ level: "warn", text, fix });
export const fail = (text: string, fix: string): Finding => ({ level: "fail", text, fix });

/** A check that looks at the homelab; skipped as long as homelab.yaml is not sound. */
export function siteCheck(
  name: string,
  inspect: (site: Site, context: Context) => Finding | Promise<Finding>,
  isOnline?: true,
): Check {
  return {
    name,
    ...(isOnline && { isOnline }),
    run: (context) =>
      context.reading.site === undefined
        ? skipped("Needs a sound homelab.yaml.")
        : inspect(context.reading.site, context),
  };
}
