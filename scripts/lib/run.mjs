import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./root.mjs";

/**
 * Runs a program in the repository's folder, with this terminal, and resolves with its exit code; one that
 * a signal ended counts as 1.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a JavaScript file in Node, as `run` does. */
export const runNode = (args, options) => run(process.execPath, args, options);

/** Runs the command line of an installed package, given its file, e.g. `jest/bin/jest.js`. */
export const runTool = (file, args, options) =>
  runNode([join(root, "node_modules", ...file.split("/")), ...args], options);

/** Runs npm. It says where it is to what it starts; its own name is a batch file on Windows, for a shell. */
export function runNpm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return runNode([cli, ...args], options);
  return run("npm", args, { shell: process.platform === "win32", ...options });
}
