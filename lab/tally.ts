import { performance } from "node:perf_hooks";
import { formatted } from "../homelab/values/error";
import { indented } from "./text";

/** One thing that was looked at. */
export interface Case {
  readonly suite: string;
  readonly name: string;
  readonly seconds: number;
  /** Why it does not hold; absent when it does. */
  readonly failure?: string;
}

/** Counts checks and tells of each as it ends. */
export interface Tally {
  readonly cases: readonly Case[];
  /** Runs a check: nothing to complain of means that it holds, and so does an error. */
  check(suite: string, name: string, complaint: () => Promise<string | undefined>): Promise<void>;
  /** Counts what has been found already. */
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
