const unit = require("./jest.config.cjs");

/** Tests that run the scripts of machines, with stand-ins for what only a machine has. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/__tests__/**/*.machine.test.ts"],
  testPathIgnorePatterns: [],
  // These tests mostly wait for the programs that they start.
  maxWorkers: "150%",
  testTimeout: 60_000,
};
