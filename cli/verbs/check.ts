import { loadHomelab } from "../../homelab/load";
import { isManaged } from "../../homelab/model";
import { formatProblems } from "../../homelab/site";
import { exitCodes } from "../exit";
import { addSiteOption } from "./site-option";
import type { SiteOptions, Verb } from "./verb";

/** `homelab check`: reads the homelab and writes nothing. */
export const check: Verb<SiteOptions> = {
  configure: addSiteOption,
  run({ site }, { out, err }) {
    const { document, lab, warnings } = loadHomelab(site);
    if (warnings.length > 0) err.line(formatProblems(document, warnings, err.paint));
    const guests = [...lab.guests.values()].filter(isManaged).length;
    out.line(`${out.paint.green("ok")}  ${site}: ${guests} managed guests, ${lab.services.size} services.`);
    return exitCodes.ok;
  },
};
