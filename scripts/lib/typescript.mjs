// Lets Node run the repository's TypeScript as it stands: `node --import ./scripts/lib/typescript.mjs file.ts`.
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
