import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { buildSync } from "esbuild";
import { PRELOAD_PARAMETERS } from "./world/sandboxed-preload.js";

/** What runs in a document before any script of its page. */
export interface WorldScripts {
  mainWorld: string;
  isolatedWorld: string;
}

/**
 * Builds the scripts of the two worlds around a preload, which stays as it is.
 * @param preload source of one CommonJS file
 * @throws SyntaxError if it is none
 */
export function buildWorldScripts(preload: string, nodeIntegrationInSubFrames: boolean): WorldScripts {
  const preloadFunction = `function (${PRELOAD_PARAMETERS}) {\n${preload}\n}`;
  new Script(`(${preloadFunction})`);
  const options = JSON.stringify({ nodeIntegrationInSubFrames });
  return {
    mainWorld: bundle("world/main-world.ts"),
    isolatedWorld: `(() => {
      ${bundle("world/isolated-world.ts")}
      bundled.start(${preloadFunction}, ${options});
    })()`,
  };
}

/** An expression whose value is the codec, for `evaluate`. */
export const buildCodec = (): string =>
  `(() => { ${bundle("structured-clone-codec.ts")} return bundled; })()`;

function bundle(path: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    format: "iife",
    globalName: "bundled",
    target: "es2022",
    write: false,
  });
  return outputFiles[0]!.text;
}
