import type { Shell } from "../shell/shell";
import { HomelabError } from "../../homelab/values/error";

/** What a machine got last. */
export interface Stamp {
  /** Digest of the applied bundle, see `bundleDigest`; absent before the first push, and during a push. */
  readonly digest?: string;
  /** A push was interrupted, and has to run again. */
  readonly unfinished: boolean;
}

const script = `cd "$HOMELAB_ROOT/var/lib/homelab" 2>/dev/null || exit 0
if [[ -e digest ]]; then echo "digest $(cat digest)"; fi
if [[ -e pending ]]; then echo unfinished; fi`;

/** Reads what was applied on a machine. @throws HomelabError, Unreachable */
export async function stampOf(shell: Shell): Promise<Stamp> {
  const { code, stdout, stderr } = await shell.run(script);
  if (code !== 0) throw new HomelabError(stderr.trim());
  const digest = /^digest ([0-9a-f]{64})$/m.exec(stdout)?.[1];
  return { ...(digest !== undefined && { digest }), unfinished: /^unfinished$/m.test(stdout) };
}
