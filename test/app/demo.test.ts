import { execFileSync } from "node:child_process";
import { join } from "node:path";

const DEMO = join(import.meta.dirname, "..", "..", "out", "main", "demo.js");

const TRANSPORTS = ["in-process", "Electron \\(in memory\\)", "WebSocket"];

let printed: string;
beforeAll(() => {
  const env = { ...process.env, NODE_OPTIONS: "" };
  // It throws when the demo does not end with 0.
  printed = execFileSync(process.execPath, [DEMO], { encoding: "utf8", env, timeout: 60_000 });
});

test("npm run demo makes its calls over every transport and shows them in a table", () => {
  expect(printed).toMatch(/^Calling: 1 of \d+/);
  expect(printed).toMatch(/^call +transport +result +ms$/m);
  for (const transport of TRANSPORTS) {
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

test("it runs the sample on a CSV file over each, with a bar, and shows the report", () => {
  for (const transport of TRANSPORTS) {
    const title = `^Running "elements-report" over ${transport}: `;
    expect(printed).toMatch(new RegExp(`${title}\\[-+\\] 0 of 7 nodes$`, "m"));
    expect(printed).toMatch(new RegExp(`${title}\\[#+\\] 7 of 7 nodes$`, "m"));
  }
  expect(printed).toContain("\n| gas | 10 | 36.468 | Hydrogen | Xenon |\n");
  expect(printed).toContain("\n| solid | 72 | 112.576 | Lithium | Uranium |\n");
  expect(printed).toContain("The report is the same over every transport.");
});
