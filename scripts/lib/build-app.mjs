import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { runTool } from "./run.mjs";

const out = join(root, "out");

/** Makes the desktop application's files, out/. */
export async function buildApp() {
  rmSync(out, { recursive: true, force: true });
  const code = await runTool("electron-vite/bin/electron-vite.js", ["build", "--logLevel", "warn"]);
  if (code === 0) writeFileSync(join(out, "package.json"), applicationManifest());
  return code;
}

/** What Electron and electron-builder read; the repository's own package.json is the npm package's. */
function applicationManifest() {
  const { version, description, license, devDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const manifest = {
    name: "atomiton",
    productName: "Atomiton",
    version,
    description,
    license,
    type: "module",
    main: "main/main.js",
    dependencies: { libsql: devDependencies.libsql },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
