import { renderings } from "../../derive";
import type { Check } from "../check";
import { declarationOf } from "../declaration";
import { HomelabError } from "../../values/error";

const fixOf = (error: Error): string | undefined => (error instanceof HomelabError ? error.fix : undefined);

/** The `render` of a service throws no error. */
export const render: Check = (_, get) =>
  [...get(renderings)].flatMap(([{ service }, rendering]) =>
    rendering instanceof Error
      ? [
          {
            rule: "render",
            ...declarationOf(service),
            message: `The \`render\` of ${service.name} failed: ${rendering.message.split("\n")[0]}`,
            fix: fixOf(rendering) ?? "Correct it; `npm run typecheck` may show more.",
          },
        ]
      : [],
  );
