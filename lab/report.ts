import { groupBy } from "../homelab/values/group-by";
import type { Case } from "./tally";

/** The results of a rehearsal. */
export interface Report {
  readonly cases: readonly Case[];
  /** How long its parts took, in seconds. */
  readonly figures: readonly { readonly name: string; readonly seconds: number }[];
  /** What was not rehearsed, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

/** A table by suite, the durations, what was not run, and the totals on the last line. */
export function reportText({ cases, figures, left }: Report): string {
  const suites = [...groupBy(cases, ({ suite }) => suite)].map(([suite, own]) => [
    suite,
    String(own.filter(({ failure }) => failure === undefined).length),
    String(own.filter(({ failure }) => failure !== undefined).length),
    `${own.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} s`,
  ]);
  const failed = cases.filter(({ failure }) => failure !== undefined);
  return [
    table([["", "passed", "failed", "took"], ...suites]),
    "",
    table(figures.map(({ name, seconds }) => [name, `${seconds.toFixed(1)} s`])),
    "",
    "Not run here, and why:",
    ...left.map(({ name, why }) => `  ${name}: ${why}`),
    "",
    ...failed.map(({ suite, name }) => `FAIL  ${suite}: ${name.trim()}`),
    `${cases.length - failed.length} passed, ${failed.length} failed`,
  ].join("\n");
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** The same results for a CI that shows tests, in the XML of JUnit's Ant task. */
export function junitXml({ cases }: Report): string {
  const suites = [...groupBy(cases, ({ suite }) => suite)].map(([suite, own]) => {
    const failures = own.filter(({ failure }) => failure !== undefined).length;
    const lines = own.map(({ name, seconds, failure }) => {
      const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name.trim())}" time="${seconds.toFixed(3)}"`;
      return failure === undefined ? `${head}/>` : `${head}><failure>${escaped(failure)}</failure></testcase>`;
    });
    return [
      `  <testsuite name="${escaped(suite)}" tests="${own.length}" failures="${failures}">`,
      ...lines,
      "  </testsuite>",
    ];
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites.flat(), "</testsuites>", ""].join("\n");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML allows no control characters except tab and newline. */
const escaped = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "").replaceAll(/[\u0000-\u0008\u000B-\u001F]/g, "?");
