// npm run test:electron: drives the built application in the real Electron, where that can run. It fetches
// nothing: node node_modules/electron/install.js brings the binary.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./lib/builds.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runJest } from "./lib/jest.mjs";
import { root } from "./lib/root.mjs";

await ensureDependencies();
const missing = whatIsMissing();
if (missing === undefined) {
  await ensureBuilt("app");
  process.exitCode = await runJest(["--testPathIgnorePatterns=/node_modules/", "test/electron"]);
} else {
  console.log(`Skipped the tests in Electron: ${missing}.`);
  // A pipeline that runs this means to have it run.
  if (process.env.CI === "true") process.exitCode = 1;
}

function whatIsMissing() {
  const folder = join(root, "node_modules", "electron");
  const note = join(folder, "path.txt");
  if (!existsSync(note) || !existsSync(join(folder, "dist", readFileSync(note, "utf8")))) {
    return "Electron's binary is not there (node node_modules/electron/install.js fetches it)";
  }
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) return "there is no display";
  return undefined;
}
