import type { IpcMainEvent } from "electron";
import { disposed, home, setUp, talkOf, turns } from "./electron-talking-app.js";

describe("a cross-document load", () => {
  it("gives a new page and forgets the listeners of the old ipcRenderer", async () => {
    const { window, webContents, received } = setUp();
    const { page } = window;
    webContents.send("event", "under way");
    window.reload();
    expect(window.page).not.toBe(page);
    webContents.send("event", 1);
    await turns();
    expect(received).toEqual([]);
  });

  it("keeps the WebFrameMain, which then stands for the new document", () => {
    const { window, webContents } = setUp();
    const { frame } = window;
    const { frameToken, routingId, frameTreeNodeId } = frame;
    window.navigate("https://example.com/");
    expect(webContents.mainFrame).toBe(frame);
    expect(frame.url).toBe("https://example.com/");
    expect(frame.frameTreeNodeId).toBe(frameTreeNodeId);
    expect(frame.frameToken).not.toBe(frameToken);
    window.reload();
    expect(frame.routingId).not.toBe(routingId);
  });

  it("changes the process with the origin, and keeps it otherwise", () => {
    const { window } = setUp();
    const { processId } = window.frame;
    window.reload();
    expect(window.frame.processId).toBe(processId);
    window.navigate("https://example.com/");
    expect(window.frame.processId).not.toBe(processId);
  });

  it("makes senderFrame of an earlier event null, with a warning", async () => {
    const { electron, window, eventFrom } = setUp();
    const event = await eventFrom(window);
    window.reload();
    expect(event.senderFrame).toBeNull();
    expect(electron.log).toMatchObject([
      { kind: "warning", message: expect.stringContaining("after it navigated or was destroyed") },
    ]);
    expect(event.sender.isDestroyed()).toBe(false);
  });

  it("lets arrive what the old document sent, from a detached frame with the old URL", async () => {
    const { window, webContents, values, electron } = setUp();
    const seen: unknown[] = [];
    electron.ipcMain.on("message", ({ senderFrame }) => {
      const { detached, url, origin, top, frames } = senderFrame!;
      seen.push({
        detached,
        url,
        origin,
        isMain: senderFrame === webContents.mainFrame,
        top: top === senderFrame,
        frames,
      });
    });
    talkOf(window).send("last words");
    window.navigate("https://example.com/");
    window.openFrame({ url: "https://example.com/frame" });
    await turns();
    expect(values).toEqual(["last words"]);
    expect(seen).toEqual([
      { detached: true, url: home, origin: "app://atomiton", isMain: false, top: true, frames: [] },
    ]);
  });

  it("destroys such a detached frame soon after", async () => {
    const { window, electron } = setUp();
    let senderFrame: IpcMainEvent["senderFrame"] = null;
    electron.ipcMain.on("message", (event) => {
      senderFrame = event.senderFrame;
    });
    talkOf(window).send(1);
    window.reload();
    await turns();
    expect(senderFrame!.isDestroyed()).toBe(true);
    expect(() => senderFrame!.url).toThrow(disposed);
  });

  it("leaves a pending invoke of the old document for ever, and drops its reply", async () => {
    const { electron, window } = setUp();
    let answer = (_value: string): void => {};
    electron.ipcMain.handle("call", () => new Promise((resolve) => (answer = resolve)));
    let isSettled = false;
    talkOf(window)
      .call(1)
      .finally(() => {
        isSettled = true;
      });
    await turns();
    window.reload();
    answer("too late");
    await turns();
    expect(isSettled).toBe(false);
    expect(electron.log).toEqual([]);
  });

  it("drops a reply to an event of the old document", async () => {
    const { window, eventFrom, electron } = setUp();
    const event = await eventFrom(window);
    window.reload();
    const received: unknown[] = [];
    talkOf(window).on((value) => received.push(value));
    event.reply("event", 1);
    await turns();
    expect({ received, log: electron.log }).toEqual({ received: [], log: [] });
  });

  it("makes ipcRenderer of the old document throw", () => {
    const { window } = setUp();
    const old = talkOf(window);
    window.reload();
    expect(() => old.send(1)).toThrow("IPC method called after context was released");
  });

  it("takes the iframes of the old document along", () => {
    const { window } = setUp();
    const iframe = window.openFrame({ url: home });
    const { frame } = iframe;
    window.reload();
    expect(frame.isDestroyed()).toBe(true);
    expect(frame.detached).toBe(true);
    expect(() => frame.origin).toThrow(disposed);
    expect(window.frame.frames).toEqual([]);
  });

  it("starts before the old document ends, and may not commit", async () => {
    const { window, values, webContents } = setUp();
    const seen: string[] = [];
    webContents.on("did-start-navigation", ({ url }) => seen.push(`start ${url}`));
    webContents.on("did-navigate", (_event, url) => seen.push(`done ${url}`));
    const download = window.startNavigation("app://atomiton/file.zip");
    talkOf(window).send("still here");
    download.abort();
    download.commit();
    await turns();
    expect(values).toEqual(["still here"]);
    expect(seen).toEqual(["start app://atomiton/file.zip"]);
    expect(window.frame.url).toBe(home);
  });

  it("is also what going to the same URL without a fragment is", () => {
    const { window } = setUp();
    const { page } = window;
    window.navigate(home);
    expect(window.page).not.toBe(page);
  });

  it("emits its events in order, with the deprecated arguments", () => {
    const { window, webContents } = setUp();
    const seen: unknown[] = [];
    const { processId, routingId } = window.frame;
    webContents.on("did-start-navigation", (details, ...args) => {
      seen.push([
        "start",
        details.isSameDocument,
        details.isMainFrame,
        details.frame === window.frame,
        ...args,
      ]);
    });
    webContents.on("did-frame-navigate", (_event, ...args) => seen.push(["frame", ...args]));
    webContents.on("did-navigate", (_event, ...args) => seen.push(["main", ...args]));
    webContents.on("did-finish-load", () => seen.push(["finish"]));
    window.reload();
    expect(seen).toEqual([
      ["start", false, true, true, home, false, true, processId, routingId],
      ["frame", home, -1, "", true, window.frame.processId, window.frame.routingId],
      ["main", home, -1, ""],
      ["finish"],
    ]);
  });

  it("of an iframe leaves the main frame alone", async () => {
    const { window, webContents, eventFrom } = setUp();
    const iframe = window.openFrame({ url: home });
    const { page } = window;
    const seen: unknown[] = [];
    webContents.on("did-start-navigation", (details) => seen.push(details.isMainFrame));
    webContents.on("did-frame-navigate", (_event, _url, _code, _text, isMainFrame) => seen.push(isMainFrame));
    webContents.on("did-navigate", () => seen.push("did-navigate"));
    const ofFrame = await eventFrom(iframe);
    const ofWindow = await eventFrom(window);
    iframe.reload();
    expect(seen).toEqual([false, false]);
    expect(window.page).toBe(page);
    expect([ofFrame.senderFrame, ofWindow.senderFrame]).toEqual([null, window.frame]);
  });
});
