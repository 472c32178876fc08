import { nearest } from "../../values/nearest";
import type { Problem } from "../../values/problem";
import type { Check } from "../check";
import { declarationOf } from "../declaration";

/** People and web interfaces name existing groups. */
export const unknownGroup: Check = ({ site, instances }) => {
  const known = Object.keys(site.groups);
  const problem = (group: string, where: string): Omit<Problem, "path"> => ({
    rule: "unknown-group",
    value: group,
    message: `${where} names the group ${group}, which does not exist.`,
    fix: `Did you mean ${nearest(group, known) ?? known.join(" or ")}? Or declare ${group} under groups.`,
  });
  const people = Object.entries(site.people).flatMap(([person, { groups }]) =>
    groups.flatMap((group, index) =>
      known.includes(group) ? [] : [{ ...problem(group, person), path: ["people", person, "groups", index] }],
    ),
  );
  const webs = [...new Set(instances.map(({ service }) => service))].flatMap((service) =>
    service.web
      .flatMap(({ groups = [] }) => groups)
      .filter((group) => !known.includes(group))
      .map((group) => ({
        ...problem(group, `The web interface of ${service.name}`),
        ...declarationOf(service),
      })),
  );
  return [...people, ...webs];
};
