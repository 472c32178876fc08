import { bundles } from "../homelab/bundle";
import { loadHomelab } from "../homelab/load";
import { content, external, views, type Bundle } from "../homelab/model";
import { pushGuest, shellsOf } from "../provision";
import { resolve } from "../provision/secrets/values";
import { vaultOf } from "../provision/secrets/vaults";

/** A secret that people bring, which may hold anything. */
export const brought = external("openai", "api_key", "whatever the rehearsal puts there", "Nowhere.");

/** What variants write. */
export const trace = "/etc/homelab-lab";

const withFile = (bundle: Bundle, text: Bundle["files"][number]["content"] = "a variant\n"): Bundle => ({
  ...bundle,
  files: [...bundle.files, { path: trace, content: text, mode: "0600" }],
});

/** Bundles that no homelab.yaml can ask for, made of a guest's own. */
const variants: Readonly<Record<string, (bundle: Bundle) => Bundle>> = {
  changed: (bundle) => withFile(bundle),
  /** Long enough to be cut off, or run into. */
  slow: (bundle) => ({
    ...withFile(bundle),
    steps: [{ name: "a long step", command: ["sleep", "4"], files: [trace] }, ...bundle.steps],
  }),
  package: (bundle) => ({ ...withFile(bundle), packages: [...bundle.packages, "tree"] }),
  "no-package": (bundle) => ({ ...withFile(bundle), packages: [...bundle.packages, "homelab-no-such-package"] }),
  unhealthy: (bundle) => ({
    ...withFile(bundle),
    health: [{ name: "never", command: ["sh", "-c", "echo still not; false"], seconds: 1 }],
  }),
  secret: (bundle) => withFile(bundle, content`${brought}`),
};

/** Pushes as `homelab push` does: variant.ts <homelab.yaml> <guest> <variant>. */
async function main([file = "", name = "", variant = ""]: readonly string[]): Promise<void> {
  const { lab } = loadHomelab(file);
  const guest = lab.guests.get(name);
  const bundle = views(lab)(bundles).get(name);
  const change = variants[variant];
  if (guest === undefined || bundle === undefined || change === undefined) {
    throw new Error(`There is no bundle of ${name}, or no variant ${variant}.`);
  }
  const changed = change(bundle);
  const secrets = changed.files.flatMap((each) => (typeof each.content === "string" ? [] : each.content));
  const wanted = secrets.flatMap((piece) =>
    typeof piece === "string" ? [] : [{ secret: piece.secret, target: name }],
  );
  const values = await resolve(vaultOf(lab.site, file), wanted);
  const shells = shellsOf(lab);
  try {
    const report = (line: string): void => void process.stdout.write(`${line}\n`);
    report(`${name}: ${await pushGuest(shells.of(guest), changed, { who: "root@lab", values, report })}`);
  } finally {
    await shells.close();
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
