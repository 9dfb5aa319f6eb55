// npm run build [-- app|package]: builds what has changed; without a name, both.
import { buildNames, ensureBuilt } from "./lib/builds.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";

const names = process.argv.slice(2);
const unknown = names.find((name) => !buildNames.includes(name));
if (unknown !== undefined) {
  console.error(`There is no build "${unknown}"; there are: ${buildNames.join(", ")}`);
  process.exit(1);
}
await ensureDependencies();
await ensureBuilt(...(names.length === 0 ? buildNames : names));
