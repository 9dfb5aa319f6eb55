import { execFileSync } from "node:child_process";
import { join } from "node:path";

const DEMO = join(import.meta.dirname, "..", "..", "out", "main", "demo.js");

test("npm run demo makes its calls over every transport, shows them in a table and ends with 0", () => {
  const env = { ...process.env, NODE_OPTIONS: "" };
  const printed = execFileSync(process.execPath, [DEMO], { encoding: "utf8", env, timeout: 30_000 });
  expect(printed).toMatch(/^Calling: 1 of \d+/);
  expect(printed).toMatch(/^call +transport +result +ms$/m);
  for (const transport of ["in-process", "Electron \\(in memory\\)", "WebSocket"]) {
    expect(printed).toMatch(
      new RegExp(`^node\\.execute: test-node +${transport} +\\{ value: 42 \\} +[\\d.]+$`, "m"),
    );
    expect(printed).toMatch(
      new RegExp(`^node\\.execute: no such type +${transport} +NOT_FOUND +[\\d.]+$`, "m"),
    );
  }
  const [, good, all] = /^(\d+) of (\d+) calls went as they should\.$/m.exec(printed) ?? [];
  expect(good).toBe(all);
});
