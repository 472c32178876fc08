import { dirname, join } from "node:path";
import type { Site } from "../../homelab/site";
import type { System } from "./system";

/** What a check found, in one sentence; whatever is not in order says how to mend it. */
export type Finding =
  | { readonly level: "ok" | "skipped"; readonly text: string }
  | { readonly level: "warn" | "fail"; readonly text: string; readonly fix: string; readonly isUnreachable?: true };

/** homelab.yaml as the doctor found it. */
export type Reading =
  | { readonly site: Site; readonly warnings: number }
  | { readonly site?: undefined; readonly problems: number; readonly reason?: string };

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
  readonly isOnline?: true;
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

/** Path of a file that homelab.yaml names, which is relative to it. */
export function besideSite({ file }: Context, path: string): string {
  return join(dirname(file), path);
}
