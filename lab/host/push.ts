import { bundles } from "../../homelab/bundle";
import { loadHomelab } from "../../homelab/load";
import { textOf, views, type Bundle } from "../../homelab/model";
import { pushHost, sshShell } from "../../provision";

/** What no homelab.yaml can ask for: the host's bundle with a fault in it. */
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

/** Pushes as `homelab push` does: lab/host/push.ts <homelab.yaml> <fault>. */
async function main([file = "", fault = ""]: readonly string[]): Promise<void> {
  const bundle = views(loadHomelab(file).lab)(bundles).get("pve");
  const broken = faults[fault];
  if (bundle === undefined || broken === undefined) throw new Error(`There is no bundle, or no fault ${fault}.`);
  const shell = sshShell({ user: "root", address: "192.168.1.2", batch: true });
  const watch = { who: "root@rehearsal", operators: ["192.168.1.0/24"], bridges: ["vmbr1"] };
  try {
    await pushHost(shell, broken(bundle), { watch, report: (line) => process.stdout.write(`${line}\n`) });
  } finally {
    await shell.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
