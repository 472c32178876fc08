import { siteJsonSchema } from "../../homelab/site";
import { verb } from "./verb";
import { exitCodes } from "../../homelab/values/error";

/** `homelab schema`: the JSON Schema, for editors that do not find homelab.schema.json by themselves. */
export const schema = verb({
  configure: (command) => command,
  run(_options, { out }) {
    out.line(JSON.stringify(siteJsonSchema(), null, 2));
    return exitCodes.ok;
  },
});
