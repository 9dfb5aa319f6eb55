import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { runTool } from "./run.mjs";

const dist = join(root, "dist");

/** Makes the npm package's files, dist/. */
export async function buildPackage() {
  rmSync(dist, { recursive: true, force: true });
  const code = await runTool("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
  if (code !== 0) return code;
  keepDeclarationsOnly(join(dist, "services"));
  await buildPreload();
  return 0;
}

/** Atomiton's services are not in the package; the conductor's types name their contracts. */
function keepDeclarationsOnly(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.name.endsWith(".js")) rmSync(join(entry.parentPath, entry.name));
  }
}

/** A sandboxed preload is one CommonJS file that requires `electron` alone. */
async function buildPreload() {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ["src/preload/index.ts"],
    outfile: "dist/preload/index.cjs",
    bundle: true,
    format: "cjs",
    target: "es2022",
    external: ["electron"],
    logLevel: "warning",
  });
  const types = readFileSync(join(root, "src", "preload", "types.d.ts"), "utf8");
  mkdirSync(join(dist, "preload"), { recursive: true });
  writeFileSync(join(dist, "preload", "index.d.cts"), asCommonJsTypes(types));
}

/** A CommonJS declaration has to say that what it imports is a module. */
const asCommonJsTypes = (types) =>
  types.replace(/"\.\.\/shared\/(.+)";/, '"../src/shared/$1" with { "resolution-mode": "import" };');
