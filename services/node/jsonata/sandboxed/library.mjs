// @ts-check
// Plain JavaScript, for the worker that needs it. See library.d.mts.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// A bundle has the text itself in this module's place, as there is no such file beside it: electron.vite.config.ts.
export const library = readFileSync(createRequire(import.meta.url).resolve("jsonata/jsonata.min.js"), "utf8");
