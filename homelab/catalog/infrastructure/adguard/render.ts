import { dns } from "../../../derive";
import { content, leafOf, type BundleArtifact, type Context, type Rendered, type Uses } from "../../../model";
import { versions } from "../../../versions";
import { adguardConf } from "./conf";
import { files, namesUnit, program, unit } from "./files";
import { namesConf } from "./names";
import { script, serverUnit } from "./units";

/** AdGuard Home, and beside it Unbound with the names of the homelab. */
export function resolver(context: Context<Uses, "admin">): Rendered {
  const { guest } = context;
  const leaf = leafOf(guest);
  const secret = { mode: "0600" };
  return {
    packages: ["bind9-dnsutils", "unbound"],
    artifacts: [artifact],
    files: [
      { path: files.names, content: namesConf(context) },
      { path: files.settings, content: adguardConf(context), ...secret },
      { path: files.certificate, content: content`${leaf.certificate}` },
      { path: files.key, content: content`${leaf.key}`, ...secret },
      { path: files.script, content: script, mode: "0755" },
      { path: files.unit, content: serverUnit(guest.memoryMiB) },
    ],
    checks: [
      { file: files.names, command: ["unbound-checkconf", "{}"] },
      { file: files.script, command: ["bash", "-n", "{}"] },
    ],
    units: [
      { name: namesUnit, files: [files.names] },
      { name: unit, files: [files.settings, files.certificate, files.key, files.script, program] },
    ],
    health: [
      {
        name: "the homelab's names are answered",
        command: ["host", "-W", "2", "-t", "A", context.get(dns).server, guest.address],
      },
    ],
  };
}

const release = `https://github.com/AdguardTeam/AdGuardHome/releases/download/v${versions.adguardHome}` as const;

const artifact: BundleArtifact = {
  path: program,
  url: `${release}/AdGuardHome_linux_amd64.tar.gz`,
  checksums: `${release}/checksums.txt`,
  member: "AdGuardHome/AdGuardHome",
};
