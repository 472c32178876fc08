// Jest requires it before it can read TypeScript, so nothing here has a type.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return, typescript/no-unsafe-argument */
const { default: Runtime } = require("jest-runtime");

/** By the resolver of a run: watch mode makes another when a file has changed. */
const libraries = new WeakMap();

/**
 * Loads what test files require once per worker instead of once per file, which is most of the time that tests take. Only
 * what Jest itself starts with is new for each file: the test file and the framework that collects its tests.
 * Needs the global object of environment.cjs. Mocked modules (`jest.mock`) would not reach what is shared, so
 * lint refuses them.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(config, environment, resolver, ...rest) {
    super(config, environment, resolver, ...rest);
    if (!libraries.has(resolver)) libraries.set(resolver, new Runtime(config, environment, resolver, ...rest));
    this.library = libraries.get(resolver);
    // Traces name lines of TypeScript in both.
    this.transformCache.sourceMaps = this.library.getSourceMaps();
  }

  requireModule(from, moduleName, ...options) {
    if (moduleName === undefined) return super.requireModule(from, moduleName, ...options);
    return this.library.requireModule(from, moduleName, ...options);
  }
};
