import { InvalidArgumentError } from "commander";
import { bundleDigest, bundles as allBundles } from "../../homelab/bundle";
import { loadHomelab } from "../../homelab/load";
import { views, type Bundle, type Homelab } from "../../homelab/model";
import { formatProblems } from "../../homelab/site";
import { pushHost } from "../../provision";
import { exitCodes, Failure } from "../exit";
import { nodesNamed, onHosts, watchOf } from "../hosts";
import { addSiteOption } from "./site-option";
import type { SiteOptions, Verb } from "./verb";

interface PushOptions extends SiteOptions {
  readonly names: readonly string[];
  readonly dryRun?: true;
  readonly expect?: string;
}

const examples = `
Examples:
  homelab push pve --dry-run    show what would change, line by line
  homelab push pve              bring it what homelab.yaml says

The host keeps what it has before the first file is written. It puts that back when the new files do not work, and also
when nobody can log in any more afterwards. A second push changes nothing.`;

/** `homelab push`, of the bundles that a homelab has. */
export function pushOf(bundlesOf: (lab: Homelab) => readonly Bundle[]): Verb<PushOptions> {
  return {
    configure: (command) =>
      addSiteOption(command)
        .argument("<name...>", "PVE nodes, by their names in homelab.yaml")
        .option("--dry-run", "say what would change, and change nothing")
        .option("--expect <sha256>", "refuse unless this is the digest of what would be pushed (one name)", digest)
        .addHelpText("after", examples)
        // The verb gets options only.
        .hook("preAction", (each) => void each.setOptionValue("names", each.args)),
    run({ site: file, names, dryRun = false, expect }, terminal) {
      const { document, lab, warnings } = loadHomelab(file);
      if (warnings.length > 0) terminal.err.line(formatProblems(document, warnings, terminal.err.paint));
      const nodes = nodesNamed(lab, names);
      const bundles = new Map(bundlesOf(lab).map((bundle) => [bundle.target, bundle]));
      if (expect !== undefined)
        refuseOther(
          nodes.map(({ name }) => bundles.get(name)),
          expect,
        );
      return onHosts(nodes, terminal, async (node, shell, report) => {
        const bundle = bundles.get(node.name);
        if (bundle === undefined) return "nothing to push";
        return pushHost(shell, bundle, { watch: watchOf(lab, node, terminal.env), report, dryRun });
      });
    },
  };
}

export const push = pushOf((lab) => [...views(lab)(allBundles).values()]);

function digest(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError("A SHA-256 has 64 hexadecimal digits.");
}

/** A plan was read and agreed to; what it showed is what is pushed. */
function refuseOther(bundles: readonly (Bundle | undefined)[], expected: string): void {
  if (bundles.length !== 1) throw new Failure("--expect is for one name.", exitCodes.usage);
  const [bundle] = bundles;
  const found = bundle === undefined ? "nothing" : bundleDigest(bundle);
  if (found !== expected) {
    throw new Failure(
      `${bundle?.target ?? "It"} would be given something else than was planned: ${found} instead of ${expected}.\n` +
        "Has homelab.yaml or the catalog changed since? Plan again (cdktf diff host), read it, and deploy that.",
    );
  }
}
