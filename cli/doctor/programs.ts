import { leastTerraform } from "../../constructs/terraform-version";
import { fail, ok, siteCheck, skipped, warn, type Check, type Finding } from "./check";
import type { System } from "./system";
import { isAtLeast, versionIn } from "./versions";

/** Checks of the programs that a deployment needs. Synthesis and tests do not need them: a missing one is a warning. */

// The first version with service accounts.
const leastOp = "2.18";

/** The version that a program prints; undefined when it is not installed. */
async function versionOf(system: System, program: string, ...args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await system.execute(program, args);
  return code === undefined ? undefined : (versionIn(output) ?? "0.0");
}

function judged(name: string, version: string, least: string, fix: string): Finding {
  return isAtLeast(version, least)
    ? ok(`${name} ${version}.`)
    : fail(`${name} ${version} is older than ${least}.`, fix);
}

const terraform = siteCheck("Terraform", async ({ state }, { system }) => {
  const least = leastTerraform(state.backend);
  const fix = `Install Terraform ${least} or newer, or OpenTofu with TERRAFORM_BINARY_NAME=tofu, to deploy.`;
  const version = await versionOf(system, "terraform", "version");
  if (version !== undefined) return judged("Terraform", version, least, fix);
  const tofu = await versionOf(system, "tofu", "version");
  if (tofu !== undefined) return judged("OpenTofu", tofu, least, fix);
  return warn("Neither terraform nor tofu is installed; synthesis works without them.", fix);
});

const op = siteCheck("1Password", async ({ secrets }, { system }) => {
  if (secrets.backend !== "op") return skipped("Not used: secrets.backend is not op.");
  const version = await versionOf(system, "op", "--version");
  return version === undefined
    ? warn("The 1Password CLI (op) is not installed.", `Install op ${leastOp} or newer to deploy.`)
    : judged("op", version, leastOp, `Install op ${leastOp} or newer.`);
});

const signedIn = siteCheck(
  "1Password sign-in",
  async ({ secrets }, { system }) => {
    if (secrets.backend !== "op") return skipped("Not used: secrets.backend is not op.");
    const { code } = await system.execute("op", ["whoami"]);
    if (code === undefined) return skipped("op is not installed or does not answer.");
    return code === 0
      ? ok("Signed in.")
      : fail("op is not signed in.", "Run op signin, or set OP_SERVICE_ACCOUNT_TOKEN.");
  },
  true,
);

const ssh: Check = {
  name: "SSH",
  async run({ system }) {
    const version = await versionOf(system, "ssh", "-V");
    if (version === undefined) return warn("ssh is not installed.", "Install OpenSSH to deploy.");
    // Exit code of ssh-add: 0 with keys, 1 without keys, 2 without an agent.
    const { code } = await system.execute("ssh-add", ["-l"]);
    if (code === 0) return ok(`OpenSSH ${version}, and the agent holds a key.`);
    return code === 1
      ? warn("The SSH agent holds no key.", "Run ssh-add.")
      : warn("No SSH agent is running.", 'Start one: eval "$(ssh-agent)" && ssh-add.');
  },
};

export const programChecks: readonly Check[] = [terraform, op, signedIn, ssh];
