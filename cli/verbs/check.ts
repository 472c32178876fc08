import { isManaged } from "../../homelab/model";
import { loaded } from "../load-homelab";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";
import { exitCodes } from "../../homelab/values/error";

/** `homelab check`: reads the homelab and writes nothing. */
export const check = verb({
  configure: addSiteOption,
  run({ site }, { out, err }) {
    const lab = loaded(site, { err });
    const guests = [...lab.machines.values()].filter(isManaged).length;
    out.line(`${out.paint.green("ok")}  ${site}: ${guests} managed guests, ${lab.services.size} services.`);
    return exitCodes.ok;
  },
});
