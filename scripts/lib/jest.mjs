import { runTool } from "./run.mjs";

/** Runs jest with ECMAScript modules, through Node's vm modules, which Node still calls experimental. */
export function runJest(args) {
  const own = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const options = [process.env.NODE_OPTIONS, ...own].filter(Boolean).join(" ");
  return runTool("jest/bin/jest.js", args, { env: { ...process.env, NODE_OPTIONS: options } });
}
