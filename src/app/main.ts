import path from "node:path";
import { parseArgs } from "node:util";
import { app, BrowserWindow, dialog, ipcMain, session } from "electron";
import { RpcError } from "../../decorators/index.js";
import { allowOrigins, createRpcServer, electronTransport } from "../main/index.js";
import { createAppContainer } from "./container.js";
import { resolveDataDir } from "./data-dir.js";
import { APP_ORIGIN, registerAppScheme, serveAppScheme } from "./electron/app-scheme.js";
import { lockNavigation, openWindow, refusePermissions } from "./electron/window.js";
import { readPageFiles } from "./page-files.js";
import { complain, complainOf } from "./terminal.js";

/** The folder of all that was built; this file is in one below. */
const out = path.resolve(import.meta.dirname, "..");

const dataDir = useDataDir();
registerAppScheme();
lockNavigation();

if (app.requestSingleInstanceLock()) {
  app.on("second-instance", showWindow);
  // Electron is not ready before this module has run to its end, so it must not be awaited here.
  void app.whenReady().then(start).catch(explain);
} else {
  complain("Atomiton runs already; its window has been brought to the front.");
  app.quit();
}

/** Chromium's own files go beside the data, so that two data folders are two applications. */
function useDataDir(): string {
  // Electron and Chromium have flags of their own on this command line.
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { "data-dir": { type: "string" } },
    strict: false,
  });
  const asked = values["data-dir"];
  const folder = resolveDataDir(typeof asked === "string" ? asked : undefined);
  if (typeof asked === "string") app.setPath("userData", path.join(folder, "window"));
  return folder;
}

async function start(): Promise<void> {
  const container = createAppContainer({ dataDir, packaged: app.isPackaged });
  const server = createRpcServer({ container, unhandledRejections: "log" });
  closeBeforeQuit(() => server.close());
  refusePermissions(session.defaultSession);
  serveAppScheme(readPageFiles(path.join(out, "renderer")));
  await server.listen(
    electronTransport({
      ipcMain,
      session: session.defaultSession,
      preload: path.join(out, "preload", "index.cjs"),
      senders: allowOrigins([APP_ORIGIN]),
    }),
  );
  openWindow();
  app.on("activate", showWindow);
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) {
    if (app.isReady()) openWindow();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** The services outlive the windows, and the application outlives the services. */
function closeBeforeQuit(close: () => Promise<void>): void {
  app.once("will-quit", (event) => {
    event.preventDefault();
    close().then(() => app.exit(0), explain);
  });
  process.on("SIGINT", () => app.quit());
  process.on("SIGTERM", () => app.quit());
}

function explain(error: unknown): void {
  const mendable = error instanceof RpcError;
  if (mendable) complain(`Atomiton: ${error.message}`);
  else complainOf(error);
  const text = mendable ? error.message : String((error as Error).stack);
  if (app.isPackaged) dialog.showErrorBox("Atomiton cannot start", text);
  app.exit(1);
}
