import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "../../templates/host/bootstrap/repositories.sh");

/** Runs one function of the script on a file of apt, as bash does on the host. */
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
    "one-line entries are commented out, others and comments stay",
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
  ["a stanza says no", "pve.sources", enterprise, [types, "Enabled: no", ...rest]],
  [
    "of several stanzas only the enterprise one does",
    "mixed.sources",
    ["# by hand", ...debian, "", ...enterprise, "", ...debian],
    ["# by hand", ...debian, "", types, "Enabled: no", ...rest, "", ...debian],
  ],
  ["one that says yes says no", "pve.sources", [types, "enabled: yes", ...rest], [types, "Enabled: no", ...rest]],
  [
    "one that is off already stays as it is",
    "pve.sources",
    [...enterprise, "Enabled: false"],
    [...enterprise, "Enabled: false"],
  ],
  [
    "a comment about it counts for nothing",
    "pve.sources",
    ["# enterprise.proxmox.com", ...debian],
    ["# enterprise.proxmox.com", ...debian],
  ],
  [
    "an address on a line of its own is seen",
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
    "with others beside it",
    "a.list",
    ["deb [arch=amd64] http://mirror/pve trixie other pve-no-subscription # mine"],
    true,
  ],
  ["commented out", "a.list", ["#deb http://download.proxmox.com/debian/pve trixie pve-no-subscription"], false],
  [
    "in a comment behind another",
    "a.list",
    ["deb http://mirror/debian trixie main # trixie pve-no-subscription"],
    false,
  ],
  ["of another release", "a.list", ["deb http://download.proxmox.com/debian/pve bookworm pve-no-subscription"], false],
  ["a stanza", "a.sources", free, true],
  ["a stanza behind another", "a.sources", [...debian, "", ...free], true],
  ["a stanza that is off", "a.sources", [...free, "Enabled: no", "", ...debian], false],
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
