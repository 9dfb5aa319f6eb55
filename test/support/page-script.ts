import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A classic script for a page, of TypeScript whose imports are relative to the repository. */
export async function pageScript(entry: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "iife",
    target: "chrome120",
    write: false,
  });
  return outputFiles[0]?.text as string;
}
