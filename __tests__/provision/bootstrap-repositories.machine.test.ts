import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "../../templates/host/bootstrap/repositories.sh");

/** Runs one function of the script on an apt file, as bash does on the host. */
function onFile(name: string, text: string, command: string) {
  const file = join(mkdtempSync(join(tmpdir(), "homelab-test-")), name);
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `source "$0"; ${command}`, script, file], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return { status, stdout };
}

const switchedOff = (name: string, lines: readonly string[]) =>
  onFile(name, `${lines.join("\n")}\n`, 'without_enterprise "$1"')
    .stdout.trimEnd()
    .split("\n");

const enterprise = [
  "Types: deb",
  "URIs: https://enterprise.proxmox.com/debian/pve",
  "Suites: trixie",
  "Components: pve-enterprise",
];
const debian = ["Types: deb", "URIs: http://deb.debian.org/debian", "Suites: trixie", "Components: main"];
const [types = "", ...rest] = enterprise;

test.each<readonly [why: string, name: string, before: readonly string[], after: readonly string[]]>([
  [
    "one-line entries are commented out, other lines stay",
    "pve.list",
    [
      "deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise",
      "  deb-src [arch=amd64] http://enterprise.proxmox.com/debian/ceph-quincy bookworm enterprise",
      "# deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise",
      "deb http://deb.debian.org/debian bookworm main # not enterprise.proxmox.com",
    ],
    [
      "# deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise",
      "#   deb-src [arch=amd64] http://enterprise.proxmox.com/debian/ceph-quincy bookworm enterprise",
      "# deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise",
      "deb http://deb.debian.org/debian bookworm main # not enterprise.proxmox.com",
    ],
  ],
  ["a stanza is disabled", "pve.sources", enterprise, [types, "Enabled: no", ...rest]],
  [
    "among several stanzas only the enterprise one is disabled",
    "mixed.sources",
    ["# by hand", ...debian, "", ...enterprise, "", ...debian],
    ["# by hand", ...debian, "", types, "Enabled: no", ...rest, "", ...debian],
  ],
  ["an enabled stanza is disabled", "pve.sources", [types, "enabled: yes", ...rest], [types, "Enabled: no", ...rest]],
  [
    "a disabled stanza is unchanged",
    "pve.sources",
    [...enterprise, "Enabled: false"],
    [...enterprise, "Enabled: false"],
  ],
  [
    "a comment about it is ignored",
    "pve.sources",
    ["# enterprise.proxmox.com", ...debian],
    ["# enterprise.proxmox.com", ...debian],
  ],
  [
    "an address on a separate line is found",
    "pve.sources",
    [types, "URIs:", " https://enterprise.proxmox.com/debian/pve", "Suites: trixie"],
    [types, "Enabled: no", "URIs:", " https://enterprise.proxmox.com/debian/pve", "Suites: trixie"],
  ],
])("%s, and once more changes nothing", (_, name, before, after) => {
  expect(switchedOff(name, before)).toEqual(after);
  expect(switchedOff(name, after)).toEqual(after);
});

const free = [
  "Types: deb",
  "URIs: http://download.proxmox.com/debian/pve",
  "Suites: trixie",
  "Components: pve-no-subscription",
];

test.each<readonly [why: string, name: string, lines: readonly string[], offers: boolean]>([
  ["one-line", "a.list", ["deb http://download.proxmox.com/debian/pve trixie pve-no-subscription"], true],
  [
    "with other components",
    "a.list",
    ["deb [arch=amd64] http://mirror/pve trixie other pve-no-subscription # mine"],
    true,
  ],
  ["commented out", "a.list", ["#deb http://download.proxmox.com/debian/pve trixie pve-no-subscription"], false],
  [
    "in a comment after another entry",
    "a.list",
    ["deb http://mirror/debian trixie main # trixie pve-no-subscription"],
    false,
  ],
  ["of another release", "a.list", ["deb http://download.proxmox.com/debian/pve bookworm pve-no-subscription"], false],
  ["a stanza", "a.sources", free, true],
  ["a stanza after another", "a.sources", [...debian, "", ...free], true],
  ["a disabled stanza", "a.sources", [...free, "Enabled: no", "", ...debian], false],
  ["a stanza in comments", "a.sources", free.map((line) => `# ${line}`), false],
  ["a stanza of another release", "a.sources", free.map((line) => line.replace("trixie", "bookworm")), false],
  [
    "a stanza with another component",
    "a.sources",
    free.map((line) => line.replace("pve-no-subscription", "pve-test")),
    false,
  ],
])("the repository without subscription, %s: %s", (_, name, lines, offers) => {
  const { status } = onFile(name, `${lines.join("\n")}\n`, 'offers_updates "$1" trixie');
  expect(status).toBe(offers ? 0 : 1);
});
