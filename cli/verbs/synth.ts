import { getBindings } from "../../bindings/get";
import { loaded } from "../loaded";
import type { WrittenStack } from "../synthesize";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";
import { exitCodes } from "../../homelab/values/error";

/** `homelab synth`, also run by `cdktf`: writes nothing unless the whole homelab is valid. */
export const synth = verb({
  configure: addSiteOption,
  run({ site }, { out, err }) {
    const lab = loaded(site, { err });
    // An import of missing or stale bindings would fail with an obscure error.
    getBindings();
    // Required here and not above, because it imports the bindings.
    const { synthesize } = require("../synthesize") as typeof import("../synthesize");
    const stacks = synthesize(lab);
    // performance.now() counts from the start of the process.
    out.line(summary(stacks, performance.now() / 1000));
    return exitCodes.ok;
  },
});

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
