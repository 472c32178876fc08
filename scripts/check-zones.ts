import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Zone } from "./docs/dns-zones";

/**
 * Faults that BIND's checker finds in DNS zones, each with the name of the file; none when BIND would load all of them.
 * Names outside a zone are not looked up, so no network is needed. Throws when named-checkzone is not installed.
 */
export function zoneFaults(zones: readonly Zone[], program = "named-checkzone"): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), "homelab-zones-"));
  try {
    return zones.flatMap(({ file, origin, text }) => {
      const path = join(directory, basename(file));
      writeFileSync(path, text);
      const { error, status, stdout, stderr } = spawnSync(program, ["-i", "local", origin, path], {
        encoding: "utf8",
      });
      if (error !== undefined) {
        throw new Error("named-checkzone cannot be started: install it (Debian: bind9-utils).", { cause: error });
      }
      return status === 0 ? [] : [`${file}: ${`${stdout}${stderr}`.replaceAll(`${directory}/`, "").trim()}`];
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
