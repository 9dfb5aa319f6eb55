import path from "node:path";
import { RpcError } from "../../decorators/index.js";
import packageJson from "../../package.json" with { type: "json" };
import { type CommandLine, readCommandLine } from "./cli.js";
import { resolveDataDir } from "./data-dir.js";
import { chooseMode } from "./start/choose-mode.js";
import { closeOnSignal } from "./start/close-on-signal.js";
import { hasDisplay } from "./start/display.js";
import { openBrowser } from "./start/open-browser.js";
import { runElectron } from "./start/run-electron.js";
import { StartError } from "./start/start-error.js";
import { complain, complainOf, say } from "./terminal.js";

/** The folder of all that was built; this file is in one below. */
const out = path.resolve(import.meta.dirname, "..");

const command = readCommandLine(process.argv.slice(2));
if (command !== undefined) await start(command).catch(explain);

async function start(command: CommandLine): Promise<void> {
  const dataDir = resolveDataDir(command.dataDir);
  const mode = await chooseMode(command.web);
  if (mode.kind === "web") return web(command, dataDir, mode.why);

  announce(`Electron ${mode.version}`, mode.why);
  const ended = await runElectron(
    mode.binary,
    out,
    command.dataDir === undefined ? [] : ["--data-dir", dataDir],
  );
  if (typeof ended === "number") process.exitCode = ended;
  else await web(command, dataDir, `Electron does not run here, ${ended}`);
}

async function web(command: CommandLine, dataDir: string, why: string): Promise<void> {
  announce("web-only mode", why);
  const { port, token } = command;
  // Only here: what is refused, or runs in Electron, need not wait for the services to load.
  const { startWeb } = await import("./web.js");
  const app = await startWeb({ dataDir, port, token, pageFolder: path.join(out, "renderer") });
  closeOnSignal(app.close);
  say(app.url);
  if (command.open && hasDisplay()) openBrowser(app.url);
}

function announce(mode: string, why: string): void {
  say(`Atomiton ${packageJson.version} runs in ${mode}: ${why}.`);
}

/** What the user can mend in one line, anything else whole. */
function explain(error: unknown): void {
  if (error instanceof StartError || error instanceof RpcError) complain(`Atomiton: ${error.message}`);
  else complainOf(error);
  process.exitCode = 1;
}
