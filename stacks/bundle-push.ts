import { bundleDigest, bundles, bundleTexts } from "../homelab/bundle";
import { secretReference, type Bundle, type Homelab } from "../homelab/model";
import type { HomelabStack } from "../constructs/homelab-stack";
import { LocalCommand, type LocalCommandProps } from "../constructs/local-command";
import type { Deployment } from "./deployment";

/** The project's command, in a form that works with every npm. */
export const homelabCommand = (verb: string): string => `npm run --silent homelab -- ${verb}`;

/** Pushes a machine its bundle, if it has one. A plan shows the changed lines of its files. */
export function pushBundle(
  stack: HomelabStack,
  { lab, get }: Deployment,
  machine: string,
  props: Pick<LocalCommandProps, "after" | "on">,
): LocalCommand | undefined {
  const bundle = get(bundles).get(machine);
  if (bundle === undefined) return undefined;
  return new LocalCommand(stack, `push-${machine}`, {
    command: homelabCommand(`push ${machine} --expect ${bundleDigest(bundle)}`),
    triggers: contents(lab, bundle),
    ...props,
  });
}

/** Every file by its path, and what is done with them; secrets appear only as references. */
function contents({ site }: Homelab, bundle: Bundle): Readonly<Record<string, string>> {
  const { vault, items } = site.secrets;
  const { files, ...rest } = bundle;
  return {
    ...Object.fromEntries(
      bundleTexts(bundle, (secret) => secretReference(secret, vault, items)).map(({ path, text }) => [path, text]),
    ),
    manifest: JSON.stringify({ ...rest, files: files.map(({ content: _, ...file }) => file) }, null, 2),
  };
}
