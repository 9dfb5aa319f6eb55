// npm test [-- jest's arguments]: sets up what is missing and runs the tests.
import { ensureBuilt } from "./lib/builds.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runJest } from "./lib/jest.mjs";

await ensureDependencies();
await ensureBuilt("package", "app");
process.exitCode = await runJest(process.argv.slice(2));
