import { bundleFaults, bundles, bundleSecrets } from "../../bundle";
import { secrets } from "../../derive";
import { secretName, type Homelab } from "../../model";
import type { Problem } from "../../values/problem";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** What a machine is given makes sense as a whole, and every secret in it is declared. */
export const bundle: Check = (lab, get) =>
  [...get(bundles).values()].flatMap((each) => [
    ...bundleFaults(each).map((message) => ({
      rule: "bundle",
      ...suspect(lab, each.target),
      message: `What ${each.target} is given makes no sense: ${message}`,
      fix: `Correct the render of a service that runs on ${each.target}.`,
    })),
    ...bundleSecrets(each)
      .map(secretName)
      .filter((name) => !get(secrets).has(name))
      .map((name) => ({
        rule: "bundle",
        ...suspect(lab, each.target),
        message: `${each.target} is given the secret ${name}, which no service declares: nobody would make or bring it.`,
        fix: "Name it under the secrets of the service that puts it into a file.",
      })),
  ]);

/** Services may be at odds over one machine; the one that the user added is the likely cause. */
function suspect(lab: Homelab, target: string): Pick<Problem, "path"> {
  return declarationOf(
    lab.instances.find(({ service, machine }) => machine.name === target && service.source)?.service ?? {},
  );
}
