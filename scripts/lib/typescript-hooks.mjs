// Module hooks that run TypeScript as it stands, with the decorator metadata validation reads.
// https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks
import { fileURLToPath } from "node:url";
import { transformFile } from "@swc/core";

const OPTIONS = {
  configFile: false,
  swcrc: false,
  sourceMaps: "inline",
  jsc: {
    target: "es2022",
    parser: { syntax: "typescript", decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    keepClassNames: true,
  },
  module: { type: "es6" },
};

/** A TypeScript file names its neighbours by what they compile to. */
export function resolve(specifier, context, next) {
  const ours = specifier.startsWith(".") && context.parentURL?.endsWith(".ts");
  return next(ours ? specifier.replace(/\.js$/, ".ts") : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url), OPTIONS);
  return { format: "module", source: code, shortCircuit: true };
}
