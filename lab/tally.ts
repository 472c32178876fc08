import { performance } from "node:perf_hooks";
import { formatted } from "../homelab/values/error";
import { indented } from "./text";

/** The result of one check. */
export interface Case {
  readonly suite: string;
  readonly name: string;
  readonly seconds: number;
  /** Why it failed; absent when it passed. */
  readonly failure?: string;
}

/** Counts checks, and reports each as it ends. */
export interface Tally {
  readonly cases: readonly Case[];
  /** Runs a check. It passes when it returns no complaint; an error fails it as well. */
  check(suite: string, name: string, complaint: () => Promise<string | undefined>): Promise<void>;
  /** Counts a check whose result is already known. */
  add(found: Case): void;
}

export function tallyOf(say: (line: string) => void): Tally {
  const cases: Case[] = [];
  const add = (found: Case): void => {
    cases.push(found);
    if (found.failure !== undefined) say(`FAIL  ${found.suite}: ${found.name}\n${indented(found.failure)}`);
  };
  return {
    cases,
    add,
    async check(suite, name, complaint) {
      const started = performance.now();
      const failure = await complaint().catch(formatted);
      const seconds = (performance.now() - started) / 1000;
      add({ suite, name, seconds, ...(failure !== undefined && { failure }) });
      if (failure === undefined) say(`ok    ${suite}: ${name}`);
    },
  };
}
