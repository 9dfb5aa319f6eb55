import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { runNpm } from "./run.mjs";

/** Installs what package-lock.json asks for, unless it is there. */
export async function ensureDependencies() {
  checkNode();
  if (areInstalled()) return;
  console.log("Installing dependencies (npm ci) ...");
  // No dependency needs its install script: those with native parts bring them as packages. What builds and
  // runs the app is for development alone, for the package; NODE_ENV=production would leave it out.
  const options = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = await runNpm(["ci", ...options]);
  if (code !== 0) {
    console.error("npm ci did not succeed; its reason stands above.");
    process.exit(code);
  }
}

function checkNode() {
  const wanted = readJson("package.json").engines.node.replace(">=", "");
  const present = process.versions.node;
  if (present.localeCompare(wanted, undefined, { numeric: true }) >= 0) return;
  console.error(`Atomiton needs Node ${wanted} or later; this is ${present}.`);
  process.exit(1);
}

/**
 * Compares versions, not times: a checkout or a copy changes those. Packages of other platforms are in the
 * lock file and rightly not installed.
 */
function areInstalled() {
  const wanted = Object.entries(readJson("package-lock.json").packages);
  let present;
  try {
    present = readJson("node_modules/.package-lock.json").packages;
  } catch {
    return false;
  }
  return wanted.every(
    ([path, { version, optional }]) =>
      path === "" || (present[path] === undefined ? optional : present[path].version === version),
  );
}

const readJson = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));
