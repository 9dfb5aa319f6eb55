// npm run bench [-- options]: sets up what is missing and measures our calls beside hand-written ones.
import { ensureDependencies } from "../scripts/lib/dependencies.mjs";

await ensureDependencies();
await import("../scripts/lib/typescript.mjs");
await import("./main.ts");
