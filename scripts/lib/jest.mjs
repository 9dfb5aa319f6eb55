import { runTool } from "./run.mjs";

/** Runs jest with ECMAScript modules, through Node's vm modules, which Node still calls experimental. */
export function runJest(args) {
  // Test files leave much behind at once, which a young generation of this size takes up without a full collection.
  const own = [
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
    "--max-semi-space-size=64",
  ];
  const options = [process.env.NODE_OPTIONS, ...own].filter(Boolean).join(" ");
  return runTool("jest/bin/jest.js", args, { env: { ...process.env, NODE_OPTIONS: options } });
}
