import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const hooks = join(import.meta.dirname, "..", "..", "scripts", "lib", "typescript.mjs");

/**
 * Runs a TypeScript file in a process of its own and gives what it prints. What is measured there is not
 * burdened by what the test runner and the tests before it have left in this process: a large heap, hooks on
 * every promise.
 *
 * @throws Error when it does not end well; what it says of that goes to this process's error output.
 */
export async function runTypeScript(file: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ["--import", pathToFileURL(hooks).href, file, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const [printed, [code, signal]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`${file} ended with ${signal ?? code}`);
  return printed;
}
