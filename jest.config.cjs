const transform = [
  "@swc/jest",
  {
    jsc: { parser: { syntax: "typescript" }, target: "es2023" },
    module: { type: "commonjs" },
    sourceMaps: "inline",
  },
];

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  // One more than a small machine has cores: the tests of pushes mostly wait for the programs that they start.
  maxWorkers: 3,
  testSequencer: "<rootDir>/__tests__/support/slow-first.cjs",
  testTimeout: 20_000,
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  // Packages that are ES modules alone, which Jest cannot require.
  transform: { "\\.ts$": transform, "/node_modules/(age-encryption|@noble|@scure)/.*\\.js$": transform },
  transformIgnorePatterns: ["/node_modules/(?!(age-encryption|@noble|@scure)/)"],
};
