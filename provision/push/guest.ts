import type { Bundle } from "../../homelab/model";
import { push, refuseFaults, type PushOptions } from "./push";
import type { Shell } from "../shell/shell";
import { template } from "../../homelab/templates";
import { HomelabError } from "../../homelab/values/error";

const ready = template("push/ready.sh");

/** How long a machine may take to boot. The first time, it also installs packages. */
const bootSeconds = 300;

/** Brings a guest its bundle, once it has booted. @throws HomelabError, Unreachable; see `push` */
export async function pushGuest(shell: Shell, bundle: Bundle, options: PushOptions): Promise<string> {
  refuseFaults(bundle);
  const { code, stderr } = await shell.run(ready, { args: [String(bootSeconds)], onLine: options.report });
  if (code !== 0) throw new HomelabError(stderr.trim() || "It does not say whether it has booted.");
  return push(shell, bundle, options);
}
