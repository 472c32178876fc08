import { siteJsonSchema } from "../../homelab/site";
import { exitCodes } from "../exit";
import type { Verb } from "./verb";

/** `homelab schema`: for editors that do not find homelab.schema.json by themselves. */
export const schema: Verb<object> = {
  run(_options, { out }) {
    out.line(JSON.stringify(siteJsonSchema(), null, 2));
    return exitCodes.ok;
  },
};
