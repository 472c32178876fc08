// Jest requires this file before it can read TypeScript, so nothing here has a type.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return, typescript/no-unsafe-argument */
const { default: Runtime } = require("jest-runtime");

/** Resolver of a run -> its shared modules. In watch mode Jest makes a new resolver when a file has changed. */
const libraries = new WeakMap();

/**
 * Loads the modules that test files require once per worker instead of once per file, because loading takes most of the
 * tests' time. Only what Jest itself loads is new for each file: the test file, and the framework that collects its
 * tests. Needs the global object of environment.cjs. A module mocked with `jest.mock`
 * would not reach shared modules, so lint refuses it.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(config, environment, resolver, ...rest) {
    super(config, environment, resolver, ...rest);
    if (!libraries.has(resolver)) libraries.set(resolver, new Runtime(config, environment, resolver, ...rest));
    this.library = libraries.get(resolver);
    // Stack traces show lines of TypeScript in both.
    this.transformCache.sourceMaps = this.library.getSourceMaps();
  }

  requireModule(from, moduleName, ...options) {
    if (moduleName === undefined) return super.requireModule(from, moduleName, ...options);
    return this.library.requireModule(from, moduleName, ...options);
  }
};
