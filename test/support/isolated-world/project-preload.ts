import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** The project's preload as an app ships it: one CommonJS file that requires `electron` only. */
export function compileProjectPreload(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL("../../../src/preload/index.ts", import.meta.url))],
    bundle: true,
    format: "cjs",
    external: ["electron"],
    target: "chrome120",
    write: false,
  });
  return outputFiles[0]!.text;
}
