// Jest requires this file before it can read TypeScript, so nothing here has a type.
/* oxlint-disable typescript/no-unsafe-return, typescript/no-unsafe-argument, typescript/unbound-method */
const { TestEnvironment } = require("jest-environment-node");

let shared;

/** What Jest keeps in the global object for one file: the listeners for its tests, and its timeout. */
const ofOneFile = ["EVENT_HANDLERS", "TEST_TIMEOUT_SYMBOL"].map((name) => Symbol.for(name));

/**
 * One global object for all test files of a worker, because the modules that they share use it (runtime.cjs). After
 * each file it restores its environment variables, its clock and its `process.exit`.
 */
module.exports = class SharedEnvironment extends TestEnvironment {
  constructor(...options) {
    if (shared !== undefined) return shared;
    super(...options);
    shared = this;
    this.exit = this.global.process.exit;
    this.env = { ...this.global.process.env };
  }

  teardown() {
    const { process } = this.global;
    for (const key of ofOneFile) delete this.global[key];
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    process.exit = this.exit;
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    return Promise.resolve();
  }
};
