// npm run bench [-- options]: sets up what is missing and measures our calls beside hand-written ones.
import { register } from "node:module";
import { ensureDependencies } from "../scripts/lib/dependencies.mjs";

await ensureDependencies();
register("./typescript-hooks.mjs", import.meta.url);
await import("./main.ts");
