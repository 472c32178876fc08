import { siteJsonSchema } from "../../homelab/site";
import type { Verb } from "./verb";
import { exitCodes } from "../../homelab/values/error";

/** `homelab schema`: for editors that do not find homelab.schema.json by themselves. */
export const schema: Verb<object> = {
  run(_options, { out }) {
    out.line(JSON.stringify(siteJsonSchema(), null, 2));
    return exitCodes.ok;
  },
};
