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
 * cdktf records a stack trace for every reference, whatever its options are, and never shows one. That costs a quarter
 * of the time. Errors keep their traces.
 */
export function withoutTraces<T>(work: () => T): T {
  const errors: { prepareStackTrace?: unknown } = Error;
  const before = errors.prepareStackTrace;
  errors.prepareStackTrace = (error: unknown, frames: readonly NodeJS.CallSite[]) => {
    if (!(error instanceof Error)) return "";
    const lines = frames.map((frame) => `    at ${frame.getFileName()}:${frame.getLineNumber()}`);
    return [`${error.name}: ${error.message}`, ...lines].join("\n");
  };
  try {
    return work();
  } finally {
    errors.prepareStackTrace = before;
  }
}

/** Removes the files of former stacks, so that they cannot be deployed; `cdktf synth` does the same. */
function removeOthers(directory: string, kept: readonly string[]): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    if (!kept.includes(name)) rmSync(join(directory, name), { recursive: true });
  }
}
