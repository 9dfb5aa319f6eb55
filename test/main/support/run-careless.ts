import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { bundle } from "../../support/bundle.js";

/** What the careless main printed, and how it ended. */
export interface CarelessEnd {
  lines: string[];
  code: number | null;
  stderr: string;
}

/** Runs `careless-main.ts` in a process of its own, with Node's own treatment of stray rejections. */
export async function runCareless(...args: string[]): Promise<CarelessEnd> {
  const script = bundle({ file: fileURLToPath(new URL("careless-main.ts", import.meta.url)) });
  const child = spawn(process.execPath, ["--input-type=module", "-", ...args], {
    stdio: "pipe",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  // Not as an argument: a script of ours is longer than one may be.
  child.stdin.end(script);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { lines: stdout.split("\n").filter(Boolean), code, stderr };
}
