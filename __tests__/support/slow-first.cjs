// Jest loads this file before it can read TypeScript, so the file has no types.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-return, typescript/no-unsafe-argument */
const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Tests that start programs take longest. On a fresh clone Jest has no timings yet, and might start one of them last, when
 * the other workers are already idle.
 */
const slow = /__tests__\/(provision\/(push|guard|connection|guest)|cli\/(push|program|secrets))\.test\.ts$/;

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => slow.test(path)), ...sorted.filter(({ path }) => !slow.test(path))];
  }
};
