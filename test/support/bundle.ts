import { fileURLToPath } from "node:url";
import { type BuildOptions, buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * One ES module of a script and all of ours that it imports, to be run by a process of its own in the project's
 * folder, where it finds the packages.
 *
 * @param script A file, or the text of one that stands in the project's folder.
 */
export function bundle(script: { file: string } | { text: string }): string {
  const source: BuildOptions =
    "file" in script
      ? { entryPoints: [script.file] }
      : { stdin: { contents: script.text, resolveDir: root, loader: "ts" } };
  const { outputFiles } = buildSync({
    ...source,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  return outputFiles?.[0]?.text ?? "";
}
