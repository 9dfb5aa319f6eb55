import { existsSync } from "node:fs";
import { join } from "node:path";
import { jest } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";
import { sizeOfRun } from "./sized.js";

const PROGRAM_FILES = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];

const USUAL_PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: PROGRAM_FILES.flatMap((root) =>
    root
      ? [
          join(root, "Google", "Chrome", "Application", "chrome.exe"),
          join(root, "Chromium", "Application", "chrome.exe"),
        ]
      : [],
  ),
};

/**
 * The path of an installed Chromium or Chrome: `CHROMIUM_PATH` when it is set, else the platform's usual
 * places; undefined when there is none.
 * @throws when `CHROMIUM_PATH` names no file: a wrong setting must not become a skipped test.
 */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH names no file: ${chosen}`);
    return chosen;
  }
  return USUAL_PLACES[process.platform]?.find((path) => existsSync(path));
}

/**
 * Starts a headless Chromium that talks to nobody on its own.
 * @param args further command line switches
 * @throws when no browser is installed
 */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium found: install one, or set CHROMIUM_PATH.");
  return chromium.launch({
    executablePath,
    // Chromium refuses to start its sandbox as root; playwright turns this into --no-sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-gpu",
      "--disable-quic",
      ...args,
    ],
  });
}

/**
 * `describe` for tests that need a browser. Without one they are skipped and a line says so; with `CI=true`
 * a missing browser is a failure, so that a pipeline cannot lose these tests unnoticed.
 */
export function describeWithChromium(name: string, tests: () => void): void {
  if (findChromium() !== undefined) {
    // A browser takes seconds to start on a busy machine.
    jest.setTimeout(60_000);
    describe(name, tests);
  } else if (process.env.CI === "true") {
    describe(name, () => {
      it("finds a Chromium", () => {
        throw new Error("No Chromium found, and CI=true asks for one: install it, or set CHROMIUM_PATH.");
      });
    });
  } else {
    process.stderr.write(`Skipped, no Chromium found (install one, or set CHROMIUM_PATH): ${name}\n`);
    describe.skip(name, tests);
  }
}

/** `describeWithChromium` for tests of a stand-in itself: a small run skips them, and the proofs run them. */
export function describeWithChromiumInProofs(name: string, tests: () => void): void {
  if (sizeOfRun() === "small") describe.skip(name, tests);
  else describeWithChromium(name, tests);
}
