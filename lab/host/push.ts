import { bundles, bundleSecrets } from "../../homelab/bundle";
import { loadHomelab } from "../../homelab/load";
import { formatted } from "../../homelab/values/error";
import { textOf, views, type Bundle } from "../../homelab/model";
import { pushHost } from "../../provision/push/host";
import { sshShell } from "../../provision/shell/ssh";
import { resolve } from "../../provision/secrets/values";
import { vaultOf } from "../../provision/secrets/vaults";

/** The host's bundle with a fault that no homelab.yaml can produce. */
const faults: Readonly<Record<string, (bundle: Bundle) => Bundle>> = {
  "broken-table": (bundle) => withTable(bundle, (text) => `${text}\ntable inet homelab { this is no rule }\n`),
  unhealthy: (bundle) => ({
    ...withTable(bundle, (text) => `${text}\n# another one\n`),
    health: [{ name: "never", command: ["sh", "-c", "echo still not; false"], seconds: 1 }],
  }),
};

function withTable(bundle: Bundle, change: (text: string) => string): Bundle {
  const files = bundle.files.map((file) =>
    file.path === "/etc/homelab/firewall.nft"
      ? { ...file, content: change(textOf(file.content, ({ secret }) => secret.item)) }
      : file,
  );
  return { ...bundle, files };
}

/** Pushes as `homelab push` does. Usage: lab/host/push.ts <homelab.yaml> <fault> */
async function main([file = "", fault = ""]: readonly string[]): Promise<void> {
  const { lab } = loadHomelab(file);
  const bundle = views(lab)(bundles).get("pve");
  const broken = faults[fault];
  if (bundle === undefined || broken === undefined)
    throw new Error(`pve has no bundle, or there is no fault ${fault}.`);
  const wanted = bundleSecrets(bundle).map((secret) => ({ secret, target: "pve" }));
  const values = await resolve(vaultOf(lab.site, file), wanted);
  const shell = sshShell({ user: "root", address: "192.168.1.2", batch: true });
  const watch = { who: "root@rehearsal", operators: ["192.168.1.0/24"], bridges: ["vmbr1"] };
  try {
    await pushHost(shell, broken(bundle), { values, watch, report: (line) => process.stdout.write(`${line}\n`) });
  } finally {
    await shell.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stdout.write(`${formatted(error)}\n`);
  process.exitCode = 1;
});
