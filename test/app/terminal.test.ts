import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jest } from "@jest/globals";
import { readCommandLine } from "../../src/app/cli.js";
import { ProgressLine } from "../../src/app/start/progress-line.js";
import { complain, complainOf, say } from "../../src/app/terminal.js";

const HOSTILE = "a\u001b[2Jb\rc\nd\u0085e\u202ef\u2066g\u2028h\u061ci\ufeffj";
const ESCAPED = "a\\u001b[2Jb\\u000dc\\u000ad\\u0085e\\u202ef\\u2066g\\u2028h\\u061ci\\ufeffj";

/** What is printed meanwhile, by the console and to the streams. */
function printed(run: () => void): string[] {
  const texts: string[] = [];
  const keep = (text: unknown) => void texts.push(String(text));
  const spies = [
    jest.spyOn(console, "log").mockImplementation(keep),
    jest.spyOn(console, "error").mockImplementation(keep),
    jest.spyOn(process.stdout, "write").mockImplementation((text) => texts.push(String(text)) > 0),
    jest.spyOn(process.stderr, "write").mockImplementation((text) => texts.push(String(text)) > 0),
  ];
  try {
    run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return texts;
}

describe("the application prints what comes from outside as escapes:", () => {
  it("lines", () => {
    expect(printed(() => say(HOSTILE, "", "ok"))).toEqual([`${ESCAPED}\n\nok`]);
  });

  it("a line on what is wrong", () => {
    expect(printed(() => complain(HOSTILE))).toEqual([ESCAPED]);
  });

  it("an error that nobody foresaw, whose lines are set in", () => {
    const [text = ""] = printed(() => complainOf(new Error("a\u001b[2J\nAtomiton: forged\u202e")));
    expect(text).toMatch(/^Error: a\\u001b\[2J\n {4}Atomiton: forged\\u202e\n {8}at /);
  });

  it("a progress", () => {
    const texts: string[] = [];
    const stream = { isTTY: true, write: (text: string) => texts.push(text) > 0 } as NodeJS.WriteStream;
    new ProgressLine(`Running ${HOSTILE}`, stream).show(HOSTILE);
    expect(texts).toEqual([`\rRunning ${ESCAPED}: ${ESCAPED}`]);
  });

  it("a flag of the command line", () => {
    const before = process.exitCode;
    const texts = printed(() => expect(readCommandLine([`--port=${HOSTILE}`])).toBeUndefined());
    const others = printed(() => expect(readCommandLine(["--\u001b[2J\u202e"])).toBeUndefined());
    process.exitCode = before;
    expect([...texts, ...others].join("")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\ufeff]/u);
    expect(others.join("")).toContain("--\\u001b[2J\\u202e");
  });
});

it("nothing but the log, the terminal and the progress of a start prints", () => {
  const sources = join(import.meta.dirname, "..", "..", "src");
  const printing = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) =>
      /\bconsole\.\w+\(|process\.std(out|err)|emitWarning/.test(readFileSync(join(sources, file), "utf8")),
    )
    .map((file) => file.replaceAll("\\", "/"));
  expect(printing.sort()).toEqual(["app/start/progress-line.ts", "app/terminal.ts", "main/logger.ts"]);
});
