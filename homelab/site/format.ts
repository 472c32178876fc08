import { fixLine, noPaint, type Paint } from "../values/paint";
import { formatPath, type Problem } from "../values/problem";
import { locate, type Location, type SiteSource } from "./source";

/** A problem and its location; there is none if the file could not be read, or if the problem is in another file. */
export interface LocatedProblem {
  readonly problem: Problem;
  readonly location?: Location;
}

function whereIs(source: SiteSource, problem: Problem): Location | undefined {
  if (problem.position !== undefined) return { ...problem.position, present: true };
  if (problem.file !== undefined || source.tree === undefined) return undefined;
  return locate(source, problem.path, problem.at);
}

/** The problem, with the one of its key paths that is in the file. */
function written(source: SiteSource, problem: Problem): Problem {
  const { tree } = source;
  if (tree === undefined || problem.file !== undefined) return problem;
  const path = [problem.path, ...(problem.orPaths ?? [])].find(
    (candidate) => locate(source, candidate, problem.at).present,
  );
  return { ...problem, path: path ?? problem.path };
}

/** Problems with their locations, in the order of the file; problems in other files come last. */
export function locateProblems(source: SiteSource, problems: readonly Problem[]): readonly LocatedProblem[] {
  const sortKey = ({ problem, location }: LocatedProblem): readonly (string | number)[] => [
    problem.file ?? "",
    location?.line ?? 0,
    location?.column ?? 0,
    formatPath(problem.path),
    problem.rule,
    problem.message,
  ];
  return problems
    .map((problem) => {
      const shown = written(source, problem);
      const location = whereIs(source, shown);
      return { problem: shown, ...(location !== undefined && { location }) };
    })
    .sort((one, other) => compare(sortKey(one), sortKey(other)));
}

function compare(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  const index = one.findIndex((part, at) => part !== other[at]);
  if (index < 0) return 0;
  return (one[index] ?? 0) < (other[index] ?? 0) ? -1 : 1;
}

/** The value as written, and where it comes from if it is not at the location itself. */
function valueText({ problem, location }: LocatedProblem): string {
  const value = problem.value === undefined ? location?.written : JSON.stringify(problem.value);
  if (location?.anchor !== undefined)
    return `${value ?? ""} (anchor &${location.anchor.name}, line ${location.anchor.line})`.trim();
  if (location?.present === false && problem.path.length > 0)
    return value === undefined ? "(not set)" : `${value} (not set, default used)`;
  return value ?? "";
}

function formatOne(source: SiteSource, located: LocatedProblem, paint: Paint): string {
  const { problem, location } = located;
  const place = location === undefined ? "" : `:${location.line}:${location.column}`;
  const isWarning = problem.severity === "warning";
  const colour = isWarning ? paint.yellow : paint.red;
  const head = [
    paint.bold(`${problem.file ?? source.file}${place}`),
    isWarning ? paint.yellow("warning") : "",
    formatPath(problem.path),
    valueText(located),
  ];
  return [
    head.filter((part) => part !== "").join("  "),
    `  ${colour(problem.message)}  ${paint.dim(`[${problem.rule}]`)}`,
    `  ${fixLine(problem.fix, paint)}`,
  ].join("\n");
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * The problems as text for people, in the order of the file: location, key path, value, what is wrong, the likely fix.
 * The last line counts them, and names the file if all of them are in it. Empty if there are no problems.
 */
export function formatProblems(source: SiteSource, problems: readonly Problem[], paint: Paint = noPaint): string {
  if (problems.length === 0) return "";
  const warnings = problems.filter(({ severity }) => severity === "warning").length;
  const errors = problems.length - warnings;
  const counts = [
    ...(errors > 0 ? [paint.red(counted(errors, "problem"))] : []),
    ...(warnings > 0 ? [paint.yellow(counted(warnings, "warning"))] : []),
  ];
  const blocks = locateProblems(source, problems).map((located) => formatOne(source, located, paint));
  const where = problems.every(({ file }) => file === undefined) ? ` in ${source.file}` : "";
  return [...blocks, `${counts.join(" and ")}${where}`].join("\n\n");
}
