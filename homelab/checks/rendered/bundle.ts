import { bundleFaults, bundles, bundleSecrets } from "../../bundle";
import { secrets } from "../../derive";
import { secretName, type Homelab } from "../../model";
import type { Problem } from "../../values/problem";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** The bundle of every machine is consistent, and every secret in it is declared. */
export const bundle: Check = (lab, get) =>
  [...get(bundles).values()].flatMap((each) => [
    ...bundleFaults(each).map((message) => ({
      rule: "bundle",
      ...suspect(lab, each.target),
      message: `The bundle for ${each.target} is invalid: ${message}`,
      fix: `Correct the \`render\` of a service that runs on ${each.target}.`,
    })),
    ...bundleSecrets(each)
      .map(secretName)
      .filter((name) => !get(secrets).has(name))
      .map((name) => ({
        rule: "bundle",
        ...suspect(lab, each.target),
        message: `${each.target} would get the secret ${name}, which no service declares, so it would never be created.`,
        fix: "Declare it under `secrets` of the service that writes it into a file.",
      })),
  ]);

/** Services on the same machine may conflict; one that the user added is the likely cause. */
function suspect(lab: Homelab, target: string): Pick<Problem, "path"> {
  return declarationOf(
    lab.instances.find(({ service, machine }) => machine.name === target && service.source)?.service ?? {},
  );
}
