// npm run demo: sets up what is missing and calls the services over every transport, without a window.
import { ensureBuilt } from "./lib/builds.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";

await ensureDependencies();
await ensureBuilt("app");
await import("../out/main/demo.js");
