import { join } from "node:path";
import { stateCredentials } from "../../homelab/model/credentials";
import { fail, ok, siteCheck, warn, type Check } from "./check";

/** Checks of the place where Terraform keeps its state. */

const state = siteCheck("State", ({ state: { backend } }, { system, root }) => {
  if (backend === "local") {
    const directory = join(root, "state");
    const writable = system.isWritable(system.exists(directory) ? directory : root);
    return writable
      ? ok("Local, in state/.")
      : fail("state/ is not writable.", `Give your user write permission on ${directory}.`);
  }
  const missing = stateCredentials[backend].map(({ variable }) => variable).filter((name) => !system.env[name]);
  return missing.length === 0
    ? ok(`${backend}, with credentials in the environment.`)
    : warn(
        `${backend}, but ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not in the environment.`,
        "Deploy through op run --env-file=<file>, with the file that homelab env prints, or export them.",
      );
});

const inCi = siteCheck("State in CI", ({ state: { backend } }, { system }) => {
  const { CI } = system.env;
  if (!CI || CI === "false") return ok("Not in CI.");
  return backend === "local"
    ? fail(
        "This runs in CI with local state, which is lost with the runner: a deployment would create everything again.",
        "Set state.backend in homelab.yaml to a remote backend.",
      )
    : ok(`In CI with ${backend}.`);
});

export const stateChecks: readonly Check[] = [state, inCi];
