/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

const config: Config = {
  testEnvironment: "<rootDir>/test/support/node-environment.mjs",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // These need Electron's binary and a display: npm run test:electron.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/electron/"],
  // Tests that start processes and browsers share few cores.
  testTimeout: 60_000,
  maxWorkers: "100%",
  // Under vm modules a process keeps much of the test files it has run, and its collections grow slow.
  workerIdleMemoryLimit: "1GB",
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          keepClassNames: true,
        },
        module: { type: "es6" },
      },
    ],
  },
};

export default config;
