import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembled } from "../../support/assembled";
import { bundleFor, fileText } from "../../support/bundles";

test("what people set in the interface stays, until the settings of the homelab change", () => {
  const place = mkdtempSync(join(tmpdir(), "adguard-"));
  const script = join(place, "script");
  writeFileSync(script, fileText(bundleFor("adguard", assembled().lab), "/usr/local/sbin/homelab-adguard"));
  chmodSync(script, 0o755);
  const start = (wanted: string): string => {
    writeFileSync(join(place, "settings"), wanted);
    execFileSync("bash", [script], {
      env: { PATH: process.env["PATH"], CREDENTIALS_DIRECTORY: place, STATE_DIRECTORY: place },
    });
    return readFileSync(join(place, "AdGuardHome.yaml"), "utf8");
  };
  expect(start("first")).toBe("first");
  writeFileSync(join(place, "AdGuardHome.yaml"), "first, and a rule of somebody's");
  expect(start("first")).toBe("first, and a rule of somebody's");
  expect(start("second")).toBe("second");
  rmSync(place, { recursive: true });
});
