import { getBindings } from "../../bindings/get";
import { exitCodes, Failure } from "../exit";
import { loaded } from "../loaded";
import type { WrittenStack } from "../synthesize";
import { addSiteOption } from "./site-option";
import type { SiteOptions, Verb } from "./verb";

/** `homelab synth`, and what `cdktf` runs: nothing is written unless the whole homelab is sound. */
export const synth: Verb<SiteOptions> = {
  configure: addSiteOption,
  run({ site }, { out, err }) {
    const lab = loaded(site, { err });
    makeBindings();
    // Only now: it imports the bindings.
    const { synthesize } = require("../synthesize") as typeof import("../synthesize");
    const stacks = synthesize(lab);
    // The clock of this process starts with it.
    out.line(summary(stacks, performance.now() / 1000));
    return exitCodes.ok;
  },
};

/** @throws Failure when they are missing or stale and cannot be made; imports of them would fail obscurely. */
function makeBindings(): void {
  try {
    getBindings();
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

function summary(stacks: readonly WrittenStack[], seconds: number): string {
  const width = Math.max(...stacks.map(({ name }) => name.length));
  const total = stacks.reduce((sum, { resources }) => sum + resources, 0);
  return [
    ...stacks.map(
      ({ name, resources, file }) => `${name.padEnd(width)}  ${String(resources).padStart(4)} resources  ${file}`,
    ),
    `${stacks.length} stacks, ${total} resources in ${seconds.toFixed(1)} s.`,
  ].join("\n");
}
