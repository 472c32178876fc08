import { groupBy } from "../../../homelab/values/group-by";
import { view, type Service } from "../../../homelab/model";

/** Services that run in several networks, as base layer and agents do: shown once, instead of for each guest. */
export const everywhere = view(
  "everywhere",
  (lab): ReadonlySet<Service> =>
    new Set(
      [...groupBy(lab.instances, ({ service }) => service)]
        .filter(([, instances]) => new Set(instances.map(({ machine }) => machine.network)).size > 1)
        .map(([service]) => service),
    ),
);
