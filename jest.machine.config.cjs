const unit = require("./jest.config.cjs");

/** Tests that start other programs: the scripts of machines, with stand-ins for what only a machine has, and the command itself. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/__tests__/**/*.machine.test.ts"],
  testPathIgnorePatterns: [],
  // These tests mostly wait for the programs that they start.
  maxWorkers: "150%",
  testTimeout: 60_000,
};
