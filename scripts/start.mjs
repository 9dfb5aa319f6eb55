// npm start [-- flags]: sets up what is missing and runs Atomiton. `npm start -- --help` lists the flags.
import { ensureBuilt } from "./lib/builds.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { endWithNpm } from "./lib/end-with-npm.mjs";

endWithNpm();
await ensureDependencies();
await ensureBuilt("app");
await import("../out/main/start.js");
