import type { Bundle } from "../../homelab/model";
import { push, refuseFaults, type PushOptions } from "./push";
import type { Shell } from "../shell/shell";
import { template } from "../../homelab/templates";
import { HomelabError } from "../../homelab/values/error";

const ready = template("push/ready.sh");

/** How long a guest may take to boot. The first boot also installs packages. */
const bootSeconds = 300;

/** Pushes a guest its bundle, after it has booted. @throws HomelabError, Unreachable; see `push` */
export async function pushGuest(shell: Shell, bundle: Bundle, options: PushOptions): Promise<string> {
  refuseFaults(bundle);
  const { code, stderr } = await shell.run(ready, { args: [String(bootSeconds)], onLine: options.report });
  if (code !== 0) throw new HomelabError(stderr.trim() || "The guest does not report whether it has booted.");
  return push(shell, bundle, options);
}
