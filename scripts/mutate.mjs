// npm run mutate [-- options]: sets up what is missing and breaks the code on purpose, one place at a time.
import { ensureDependencies } from "./lib/dependencies.mjs";

await ensureDependencies();
await import("./lib/typescript.mjs");
await import("../test/mutations/main.ts");
