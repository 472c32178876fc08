import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { HomelabError } from "../homelab/values/error";
import { bindingsProblem, stampBindings } from "./state";

const root = join(__dirname, "..");
const cli = join(root, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

/**
 * Makes the bindings when they are missing or stale. Silent when there is nothing to do.
 *
 * @throws HomelabError with the generator's output when it fails, or when cdktf-cli is not installed.
 */
export function getBindings(): void {
  if (bindingsProblem() === undefined) return;
  if (!generatorIsInstalled()) {
    throw new HomelabError("The provider bindings cannot be made: cdktf-cli is not installed.", {
      fix: "Run `npm ci` with devDependencies.",
    });
  }
  const started = performance.now();
  // cdktf would keep bindings of the right provider version, even if they were made from other facts.
  rmSync(join(root, ".gen"), { recursive: true, force: true });
  const run = spawnSync(process.execPath, [cli, "get"], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      CDKTF_EXPERIMENTAL_PROVIDER_SCHEMA_CACHE_PATH: join(root, "schemas"),
    },
  });
  // cdktf exits with 0 after some failures, so the result is checked.
  if (run.status !== 0 || !existsSync(join(root, ".gen", "providers", "proxmox", "provider"))) {
    throw new HomelabError(`cdktf get failed:\n${run.stdout}${run.stderr}`);
  }
  stampBindings();
  process.stderr.write(`Provider bindings made in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
}

/** Whether cdktf-cli, which generates the bindings, is installed. */
export function generatorIsInstalled(): boolean {
  return existsSync(cli);
}
