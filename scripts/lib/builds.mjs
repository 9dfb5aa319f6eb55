import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildApp } from "./build-app.mjs";
import { buildPackage } from "./build-package.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { root } from "./root.mjs";

const COMMON = [
  "decorators",
  "services",
  "src",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "scripts/lib",
];

/** What can be built: its folder, what it is made from, and how. */
const BUILDS = {
  app: { folder: "out", inputs: [...COMMON, "electron.vite.config.ts"], make: buildApp },
  package: { folder: "dist", inputs: [...COMMON, "tsconfig.build.json"], make: buildPackage },
};

export const buildNames = Object.keys(BUILDS);

/** Builds what has changed since it was built last. Ends the process when that fails. */
export async function ensureBuilt(...names) {
  for (const name of names) {
    const { folder, inputs, make } = BUILDS[name];
    const stamp = join(root, folder, ".built-from");
    const sources = fingerprint(inputs);
    if (sources === contentOf(stamp)) continue;
    console.log(`Building the ${name} ...`);
    const code = await make();
    if (code !== 0) process.exit(code);
    writeFileSync(stamp, sources);
  }
}

function contentOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
