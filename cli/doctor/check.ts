import type { Homelab } from "../../homelab/model";
import type { Site } from "../../homelab/site";
import type { Vault } from "../../provision/secrets/vault";
import type { System } from "./system";

/** What a check found, in one sentence; a warning or a failure also contains its fix. */
export type Finding =
  | { readonly level: "ok" | "skipped"; readonly text: string }
  | { readonly level: "warn" | "fail"; readonly text: string; readonly fix: string; readonly isUnreachable?: true };

/** What the doctor read from homelab.yaml. */
export type Reading = SoundReading | { readonly site?: undefined; readonly problems: number; readonly reason?: string };

export interface SoundReading {
  readonly site: Site;
  readonly lab: Homelab;
  /** Not opened yet. */
  readonly vault: Vault;
  readonly warnings: number;
}

/** The input of every check. */
export interface Context {
  readonly system: System;
  /** The project's directory. */
  readonly root: string;
  /** Path of homelab.yaml. */
  readonly file: string;
  readonly reading: Reading;
}

/** One check of the doctor, printed as one line. */
export interface Check {
  readonly name: string;
  /** The check contacts another host, so `--offline` skips it. */
  readonly isOnline?: true | ((context: Context) => boolean);
  readonly run: (context: Context) => Finding | Promise<Finding>;
}

export const ok = (text: string): Finding => ({ level: "ok", text });
export const skipped = (text: string): Finding => ({ level: "skipped", text });
export const warn = (text: string, fix: string): Finding => ({ level: "warn", text, fix });
export const fail = (text: string, fix: string): Finding => ({ level: "fail", text, fix });

/** A check of the homelab; skipped while homelab.yaml is not valid. */
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
        ? skipped("Needs a valid homelab.yaml.")
        : inspect(context.reading.site, context),
  };
}
