const transform = [
  "@swc/jest",
  {
    jsc: { parser: { syntax: "typescript" }, target: "es2023" },
    module: { type: "commonjs" },
    sourceMaps: "inline",
  },
];

/** Tests that need only Node. @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["\\.machine\\.test\\.ts$"],
  // A worker loads each module once, not once per file: `constructs`, `cdktf` and the bindings take a second each time.
  testEnvironment: "<rootDir>/__tests__/support/shared/environment.cjs",
  runtime: "<rootDir>/__tests__/support/shared/runtime.cjs",
  moduleNameMapper: { "^\\./(.+/)?stack-trace$": "<rootDir>/__tests__/support/shared/stack-trace.cjs" },
  restoreMocks: true,
  // `v8` counts nothing of modules that another file has loaded.
  coverageProvider: "babel",
  maxWorkers: "100%",
  testTimeout: 20_000,
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  // Packages that consist only of ES modules, which Jest cannot require.
  transform: { "\\.ts$": transform, "/node_modules/(age-encryption|@noble|@scure)/.*\\.js$": transform },
  transformIgnorePatterns: ["/node_modules/(?!(age-encryption|@noble|@scure)/)"],
};
