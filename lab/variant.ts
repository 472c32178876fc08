import { loadHomelab } from "../homelab/load";
import { content, external, secretsIn, type Bundle, type Homelab } from "../homelab/model";
import { fetchArtifacts } from "../provision/artifacts/artifacts";
import { pushGuest } from "../provision/push/guest";
import { shellsOf } from "../provision/shell/shells";
import { limited } from "../provision/concurrency";
import { resolve } from "../provision/secrets/values";
import { vaultOf } from "../provision/secrets/vaults";
import { formatted } from "../homelab/values/error";
import { allAtHand, hereOf } from "./available";

/** A secret that a user provides, which may contain anything. */
export const brought = external("openai", "api_key", "whatever the rehearsal puts there", "Nowhere.");

/** The file that variants write. */
export const trace = "/etc/homelab-lab";

/** Exists during the long step of a slow variant; when it is removed, the push continues. */
export const halt = "/run/homelab-lab-halt";
const longStep = `touch ${halt}; for _ in $(seq 450); do [ -e ${halt} ] || exit 0; sleep 0.1; done; rm ${halt}; exit 1`;

const withFile = (bundle: Bundle, text: Bundle["files"][number]["content"] = "a variant\n"): Bundle => ({
  ...bundle,
  files: [...bundle.files, { path: trace, content: text, mode: "0600" }],
});

/** Bundles that no homelab.yaml can produce, made from the part of a guest's bundle that the lab can push. */
const variants: Readonly<Record<string, (bundle: Bundle) => Bundle>> = {
  /** Unchanged. */
  here: (bundle) => bundle,
  changed: (bundle) => withFile(bundle),
  /** Waits until `halt` is removed, so that a check can break the connection or start a second push. */
  slow: (bundle) => ({
    ...withFile(bundle),
    steps: [{ name: "a long step", command: ["sh", "-c", longStep], files: [trace] }, ...bundle.steps],
  }),
  package: (bundle) => ({ ...withFile(bundle), packages: [...bundle.packages, "tree"] }),
  "no-package": (bundle) => ({ ...withFile(bundle), packages: [...bundle.packages, "homelab-no-such-package"] }),
  unhealthy: (bundle) => ({
    ...withFile(bundle),
    health: [{ name: "never", command: ["sh", "-c", "echo still not; false"], seconds: 1 }],
  }),
  secret: (bundle) => withFile(bundle, content`${brought}`),
};

/** Pushes as `homelab push` does. Usage: variant.ts <homelab.yaml> <variant> <guest>... */
async function main([file = "", variant = "", ...names]: readonly string[]): Promise<void> {
  const { lab } = loadHomelab(file);
  const change = variants[variant];
  if (change === undefined) throw new Error(`There is no variant ${variant}.`);
  const atHand = await allAtHand(lab);
  const changed = names.map((name) => change(hereOf(lab, name, atHand).bundle));
  const wanted = changed.flatMap((bundle) =>
    bundle.files
      .flatMap(({ content: pieces }) => secretsIn(pieces))
      .map(({ secret }) => ({ secret, target: bundle.target })),
  );
  const report = (line: string): void => void process.stdout.write(`${line}\n`);
  const values = await resolve(vaultOf(lab.site, file), wanted);
  const artifacts = await fetchArtifacts(
    changed.flatMap((bundle) => bundle.artifacts),
    { report },
  );
  const shells = shellsOf(lab);
  const once = limited(4);
  try {
    const push = (bundle: Bundle): Promise<string> =>
      pushGuest(shells.of(guestNamed(lab, bundle.target)), bundle, {
        who: "root@lab",
        values,
        artifacts,
        report: (line) => report(`${bundle.target} | ${line}`),
      });
    const done = changed.map((bundle) => once(async () => report(`${bundle.target}: ${await push(bundle)}`)));
    const failed = (await Promise.allSettled(done)).flatMap((each) =>
      each.status === "rejected" ? [formatted(each.reason)] : [],
    );
    if (failed.length > 0) throw new Error(failed.join("\n"));
  } finally {
    await shells.close();
  }
}

function guestNamed(lab: Homelab, name: string) {
  const machine = lab.machines.get(name);
  if (machine === undefined) throw new Error(`The homelab has no guest ${name}.`);
  return machine;
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stdout.write(`${formatted(error)}\n`);
    process.exitCode = 1;
  });
}
