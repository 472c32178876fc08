// Jest requires it before it can read TypeScript, so nothing here has a type.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-return, typescript/no-unsafe-argument */
const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Tests that start programs take longest. On a fresh clone Jest does not know that yet, and one of them at the end would
 * keep a whole worker to itself.
 */
const slow = /__tests__\/(provision\/(push|guard|connection|guest)|cli\/(push|program|secrets))\.test\.ts$/;

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => slow.test(path)), ...sorted.filter(({ path }) => !slow.test(path))];
  }
};
