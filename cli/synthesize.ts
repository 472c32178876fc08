import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformResource } from "cdktf";
import type { Homelab } from "../homelab/model";
import { buildStacks } from "../stacks";

/** The file that was written for one stack. */
export interface WrittenStack {
  readonly name: string;
  /** Path of its Terraform JSON. */
  readonly file: string;
  readonly resources: number;
}

/** Writes every stack to the output directory of cdktf (CDKTF_OUTDIR, or cdktf.out). */
export function synthesize(lab: Homelab): readonly WrittenStack[] {
  return withoutTraces(() => synthesized(lab));
}

function synthesized(lab: Homelab): readonly WrittenStack[] {
  // A trace of each construct would cost a fifth of the time, and would only point into this file.
  const app = new App({ stackTraces: false });
  const stacks = buildStacks(app, lab);
  app.synth();
  removeOthers(
    join(app.outdir, "stacks"),
    stacks.map(({ node }) => node.id),
  );
  return stacks.map(({ node }) => ({
    name: node.id,
    file: join(app.outdir, "stacks", node.id, "cdk.tf.json"),
    resources: node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct)).length,
  }));
}

/**
 * cdktf captures the stack for every reference that it makes, and shows none of them: a quarter of the time. Errors keep
 * theirs.
 */
export function withoutTraces<T>(work: () => T): T {
  const traces = require("cdktf/lib/tokens/private/stack-trace") as { captureStackTrace: () => string[] };
  const before = traces.captureStackTrace;
  traces.captureStackTrace = () => [];
  try {
    return work();
  } finally {
    traces.captureStackTrace = before;
  }
}

/** Removes the files of former stacks, so that they cannot be deployed; `cdktf synth` does the same. */
function removeOthers(directory: string, kept: readonly string[]): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    if (!kept.includes(name)) rmSync(join(directory, name), { recursive: true });
  }
}
