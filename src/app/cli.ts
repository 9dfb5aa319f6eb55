import { parseArgs } from "node:util";
import packageJson from "../../package.json" with { type: "json" };
import { complain, say } from "./terminal.js";

/** What the command line asks for. */
export interface CommandLine {
  /** Web-only mode is asked for, by its name or by a flag that only it has. */
  web: boolean;
  port?: number;
  token?: string;
  /** As given: relative to the working directory. */
  dataDir?: string;
  /** Whether the browser may be opened. */
  open: boolean;
}

/** The port of web-only mode when none is asked for; a free one when it is taken. */
export const DEFAULT_PORT = 4717;

const MIN_TOKEN_LENGTH = 16;

const HELP = `Usage: npm start -- [flags]

Runs Atomiton: in Electron when its binary and a display are there, else in web-only mode.

  --web           Run in web-only mode: the page opens in your browser.
  --port N        Port of web-only mode; 0 for any free one. Default: ${DEFAULT_PORT}, or a free one.
  --token T       Token of web-only mode, at least ${MIN_TOKEN_LENGTH} characters. Default: a new one each time.
  --no-open       Do not open the browser.
  --data-dir D    Folder of your data. Default: your system's place for application data.
  -h, --help      Print this.
  -v, --version   Print the version.

--port, --token and --no-open ask for web-only mode too.`.split("\n");

/**
 * Reads the command line. Help and version are printed, and so is one line on what is wrong, with the exit
 * code set to 2: in these cases there is nothing to run and `undefined` is returned.
 */
export function readCommandLine(args: readonly string[]): CommandLine | undefined {
  try {
    const flags = parse(args);
    if (flags.help) say(...HELP);
    else if (flags.version) say(packageJson.version);
    else return toCommandLine(flags);
  } catch (error) {
    // parseArgs goes on to explain how to pass what this command does not take.
    const reason = (error as Error).message.replace(/\.?(\n| To specify).*$/s, "");
    complain(`Atomiton: ${reason}. See npm start -- --help`);
    process.exitCode = 2;
  }
  return undefined;
}

type Flags = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      web: { type: "boolean" },
      port: { type: "string" },
      token: { type: "string" },
      "no-open": { type: "boolean" },
      "data-dir": { type: "string" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "v" },
    },
  }).values;
}

function toCommandLine(flags: Flags): CommandLine {
  const { port, token, "no-open": noOpen = false, "data-dir": dataDir } = flags;
  if (dataDir === "") throw new RangeError("--data-dir needs a folder");
  return {
    web: flags.web ?? (port !== undefined || token !== undefined || noOpen),
    open: !noOpen,
    ...(port !== undefined && { port: portOf(port) }),
    ...(token !== undefined && { token: checkedToken(token) }),
    ...(dataDir !== undefined && { dataDir }),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new RangeError(`--port needs a number from 0 to 65535, not ${JSON.stringify(text)}`);
}

/** It travels in a URL as it is. */
function checkedToken(token: string): string {
  if (token.length >= MIN_TOKEN_LENGTH && /^[\w.~-]+$/.test(token)) return token;
  throw new RangeError(
    `--token needs at least ${MIN_TOKEN_LENGTH} characters, of letters, digits and - _ . ~ only`,
  );
}
