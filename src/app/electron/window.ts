import { app, BrowserWindow, type Session } from "electron";
import { APP_ORIGIN } from "./app-scheme.js";

/** Opens the application's window. The RPC preload comes with the session, so it names none. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    title: "Atomiton",
    width: 1200,
    height: 780,
    minWidth: 360,
    minHeight: 480,
    show: false,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
  });
  window.removeMenu();
  window.once("ready-to-show", () => window.show());
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** Keeps every window at the application's own page: nothing else is navigated to, opened or embedded. */
export function lockNavigation(): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-frame-navigate", (event) => {
      if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** The page needs no camera, position, notification or the like. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
}
