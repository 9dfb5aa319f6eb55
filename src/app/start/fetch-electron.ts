import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ElectronPackage } from "./electron-package.js";
import { ProgressLine } from "./progress-line.js";

export interface FetchOptions {
  /** Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds without a byte of progress after which it is given up. Default: 20,000. */
  stallMs?: number;
}

/** Milliseconds between two looks at how far it is. */
const INTERVAL_MS = 250;

/**
 * Fetches Electron's binary with the `electron` package's own installer, which knows mirrors, proxies, the
 * cache and checksums.
 *
 * @returns Why there is none now, or nothing when it has been fetched.
 */
export async function fetchElectron(
  { folder, version }: ElectronPackage,
  { env = process.env, stallMs = 20_000 }: FetchOptions = {},
): Promise<string | undefined> {
  const line = new ProgressLine(`Fetching Electron ${version}`);
  // The installer tells nobody how far it is, so it gets a folder of its own whose growth can be watched.
  const temporary = mkdtempSync(path.join(tmpdir(), "atomiton-electron-"));
  const installer = spawn(process.execPath, [path.join(folder, "install.js")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: "1",
    },
  });
  const folders = [temporary, path.join(folder, "dist")];
  const watch = watchGrowth(folders, stallMs, line, () => installer.kill("SIGKILL"));
  try {
    const failure = await outcome(installer);
    return watch.stalled ? `nothing came for ${stallMs / 1000} s` : failure;
  } finally {
    watch.stop();
    line.end();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Calls back once the folders have not grown for too long. */
function watchGrowth(folders: readonly string[], stallMs: number, line: ProgressLine, onStall: () => void) {
  let bytes = 0;
  let grewAt = performance.now();
  const look = () => {
    const now = folders.reduce((sum, folder) => sum + sizeOf(folder), 0);
    if (now !== bytes) grewAt = performance.now();
    bytes = now;
    line.show(`${Math.round(bytes / 1e6)} MB`);
    if (performance.now() - grewAt < stallMs) return;
    watch.stalled = true;
    watch.stop();
    onStall();
  };
  const timer = setInterval(look, INTERVAL_MS);
  const watch = { stalled: false, stop: () => clearInterval(timer) };
  return watch;
}

/** Bytes of all files below a folder; what comes and goes meanwhile counts as it is found. */
function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const file = path.join(folder, entry.name);
      return sum + (entry.isDirectory() ? sizeOf(file) : statSync(file).size);
    }, 0);
  } catch {
    return 0;
  }
}

function outcome(installer: ChildProcess): Promise<string | undefined> {
  let errors = "";
  installer.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  return new Promise((resolve) => {
    installer.once("error", (error) => resolve(error.message));
    installer.once("close", (code) => resolve(code === 0 ? undefined : reasonIn(errors)));
  });
}

/** The installer prints a stack; its first line names the error. */
function reasonIn(errors: string): string {
  const reason = errors.split("\n").find((text) => /^\w*Error\b/.test(text));
  return reason?.trim() ?? "its installer did not succeed";
}
