// Jest requires this file before it can read TypeScript, so nothing here has a type.
/* oxlint-disable typescript/no-unsafe-return, typescript/no-unsafe-argument, typescript/unbound-method */
const { TestEnvironment } = require("jest-environment-node");

let shared;

/** What Jest keeps in the global object for one file: the listeners for its tests, and its timeout. */
const ofOneFile = ["EVENT_HANDLERS", "TEST_TIMEOUT_SYMBOL"].map((name) => Symbol.for(name));

/** Libraries keep what all files share under names like these: `__cdktfTokenMap`, `Symbol.for("graceful-fs.queue")`. */
const isOfLibrary = (key) => (typeof key === "string" ? key.startsWith("__") : Symbol.keyFor(key) !== undefined);

/**
 * One global object for all test files of a worker, because the modules that they share use it (runtime.cjs). After each
 * file it restores what a test may change: environment variables, working directory, exit code, `process.exit`, clock and
 * spies. It deletes keys that the file added.
 */
module.exports = class SharedEnvironment extends TestEnvironment {
  constructor(...options) {
    if (shared !== undefined) return shared;
    super(...options);
    shared = this;
    const { process, Date } = this.global;
    this.keys = new Set(Reflect.ownKeys(this.global));
    this.exit = process.exit;
    this.exitCode = process.exitCode;
    this.directory = process.cwd();
    this.env = { ...process.env };
    this.Date = Date;
    this.now = Date.now;
  }

  teardown() {
    const { process } = this.global;
    const added = Reflect.ownKeys(this.global).filter((key) => !this.keys.has(key) && !isOfLibrary(key));
    for (const key of [...ofOneFile, ...added]) Reflect.deleteProperty(this.global, key);
    this.moduleMocker.restoreAllMocks();
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    process.exit = this.exit;
    process.exitCode = this.exitCode;
    process.chdir(this.directory);
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    this.global.Date = this.Date;
    this.Date.now = this.now;
    return Promise.resolve();
  }
};
