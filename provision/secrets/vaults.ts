import { dirname, join } from "node:path";
import type { Site } from "../../homelab/site";
import { runProgram, type RunProgram } from "../program";
import type { Env } from "./age-identity";
import { opVault } from "./op-vault";
import type { Vault } from "./vault";

/** The vault that homelab.yaml names (`secrets`). `siteFile` is the path of that file. */
export function vaultOf(
  { secrets }: Pick<Site, "secrets">,
  siteFile: string,
  { run = runProgram, env = process.env }: { readonly run?: RunProgram; readonly env?: Env } = {},
): Vault {
  if (secrets.backend === "op") return opVault(secrets, run);
  // Loaded only here, because its cryptography takes a while to load.
  const { ageVault } = require("./age-vault") as typeof import("./age-vault");
  return ageVault(join(dirname(siteFile), secrets.file), env, secrets.items);
}
