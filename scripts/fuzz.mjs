// npm run fuzz [-- options]: sets up what is missing and sends what nobody would write.
import { ensureDependencies } from "./lib/dependencies.mjs";

await ensureDependencies();
await import("./lib/typescript.mjs");
await import("../test/fuzz/main.ts");
