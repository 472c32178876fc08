import { skipped, type Check, type Context, type Finding } from "./check";
import { homelabChecks } from "./homelab";
import { hostChecks } from "./hosts";
import { outsideChecks } from "./outside";
import { programChecks } from "./programs";
import { projectChecks } from "./project";
import { secretChecks } from "./secrets";
import { stateChecks } from "./state";

/** Every check of the doctor, in the order in which they are printed. */
export const doctorChecks: readonly Check[] = [
  ...projectChecks,
  ...homelabChecks,
  ...stateChecks,
  ...programChecks,
  ...secretChecks,
  ...hostChecks,
  ...outsideChecks,
];

export type Diagnosis = Finding & { readonly name: string };

/** Runs all checks at once; the results keep the order of the checks. */
export function diagnose(context: Context, options: { readonly offline: boolean }): Promise<readonly Diagnosis[]> {
  return Promise.all(
    doctorChecks.map(async ({ name, isOnline, run }) => ({
      name,
      ...(options.offline && asks(isOnline, context)
        ? skipped("Not checked, because of --offline.")
        : await run(context)),
    })),
  );
}

const asks = (isOnline: Check["isOnline"], context: Context): boolean =>
  typeof isOnline === "function" ? isOnline(context) : isOnline === true;
