import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "electron-vite";
import type { Plugin } from "vite";

const app = join(import.meta.dirname, "src", "app");

/** Puts the text of JSONata in the place of the module that reads it from node_modules, which no bundle has. */
const jsonataText = (): Plugin => ({
  name: "jsonata-text",
  load(id) {
    if (!id.endsWith("/services/node/jsonata/sandboxed/library.mjs")) return undefined;
    const file = join(import.meta.dirname, "node_modules", "jsonata", "jsonata.min.js");
    return `export const library = ${JSON.stringify(readFileSync(file, "utf8"))};`;
  },
});

export default defineConfig({
  main: {
    plugins: [jsonataText()],
    build: {
      // Bundled whole: decorator metadata needs one copy of inversify, and an installed app has no node_modules.
      externalizeDeps: false,
      // The same files run in Electron and, in web-only mode, in Node.
      target: "node20.19",
      rolldownOptions: {
        input: {
          demo: join(app, "demo.ts"),
          main: join(app, "main.ts"),
          start: join(app, "start.ts"),
        },
        // Native, and found at run time by platform; the other two are accelerators of ws that we do without.
        external: ["libsql", "bufferutil", "utf-8-validate"],
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: join(import.meta.dirname, "src", "preload", "index.ts") },
        // A sandboxed preload is one CommonJS file.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: join(app, "ui"),
    build: {
      target: "es2022",
      rolldownOptions: { input: join(app, "ui", "index.html") },
      minify: true,
      // The page's Content-Security-Policy allows no data: URLs.
      assetsInlineLimit: 0,
    },
  },
});
