import type { IpcMain, Session, WebContents, WebFrameMain } from "electron";
import { createFakeElectron } from "../../src/testing/electron/index.js";

const nothing = { handlers: [], ipcMain: {}, webContents: {}, preloadScripts: [] };

describe("the stand-in", () => {
  it("fits where a library asks for parts of Electron's own types", () => {
    const electron = createFakeElectron();
    const { webContents } = electron.openWindow();
    const ipcMain: IpcMain = electron.ipcMain;
    const session: Pick<Session, "registerPreloadScript" | "unregisterPreloadScript" | "getPreloadScripts"> =
      electron.session;
    const contents: Pick<WebContents, "id" | "send" | "getURL" | "isDestroyed" | "isCrashed"> = webContents;
    const frame: Pick<WebFrameMain, "url" | "origin" | "frameToken" | "processId" | "routingId" | "send"> =
      webContents.mainFrame;
    const parts = [ipcMain.handle, session.getPreloadScripts, contents.send, frame.send];
    expect(parts.map((part) => typeof part)).toEqual(parts.map(() => "function"));
  });
});

describe("dispose", () => {
  it("closes the windows and finds nothing left in an app nobody used", () => {
    const electron = createFakeElectron();
    const window = electron.openWindow();
    expect(electron.dispose()).toEqual(nothing);
    expect(window.webContents.isDestroyed()).toBe(true);
    expect(electron.windows).toEqual([]);
  });

  it("names what is still registered, also with windows closed before", () => {
    const electron = createFakeElectron();
    electron.ipcMain.handle("rpc:invoke", () => {});
    electron.ipcMain.on("rpc:send", () => {});
    electron.session.registerPreloadScript({ type: "frame", id: "rpc", filePath: "/preload.cjs" });
    for (const window of [electron.openWindow(), electron.openWindow()]) {
      window.webContents.on("did-start-navigation", () => {});
      window.webContents.once("destroyed", () => {});
    }
    electron.windows[0]?.close();
    expect(electron.dispose()).toEqual({
      handlers: ["rpc:invoke"],
      ipcMain: { "rpc:send": 1 },
      webContents: { "did-start-navigation": 2 },
      preloadScripts: ["rpc"],
    });
  });

  it("counts a listener that was removed no more", () => {
    const electron = createFakeElectron();
    const { webContents } = electron.openWindow();
    const listener = (): void => {};
    webContents.on("destroyed", listener);
    webContents.off("destroyed", listener);
    electron.ipcMain.on("rpc:send", listener);
    electron.ipcMain.removeListener("rpc:send", listener);
    electron.ipcMain.handle("rpc:invoke", listener);
    electron.ipcMain.removeHandler("rpc:invoke");
    expect(electron.listenerCounts()).toEqual(nothing);
  });
});
