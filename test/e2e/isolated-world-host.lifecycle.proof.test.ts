import type { AtomitonBridge } from "../../src/shared/bridge.js";
import type { FakeIpcMainEvent } from "../../src/testing/electron/index.js";
import { describeWithChromiumInProofs } from "../support/chromium.js";
import { type IsolatedWorldHost, launchIsolatedWorldHost } from "../support/isolated-world/host.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import type { IsolatedWorldFrame, IsolatedWorldWindow } from "../support/isolated-world/window.js";

// Globals of the page, for the functions that run there.
declare const atomitonBridge: AtomitonBridge;
declare const received: unknown[];
declare let stop: () => void;

const PAGE = "<!doctype html><body><script>const received = []; let stop;</script>";
const PAGES = { "/index.html": PAGE, "/other.html": PAGE, "/frame.html": PAGE };

type Frame = IsolatedWorldWindow | IsolatedWorldFrame;

/** Listens in the page to the event "news". */
const listen = (frame: Frame) =>
  frame.evaluate(() => {
    stop = atomitonBridge.on("news", (payload) => received.push(payload));
  });

/** Sends from the page; the reply of a call comes after main got what was sent before it. */
const note = (frame: Frame) =>
  frame.evaluate(async () => {
    atomitonBridge.send("note");
    await atomitonBridge.invoke("echo");
  });

/** What the page got so far: the reply of a call comes after all that main sent before it. */
const receivedBy = (frame: Frame) =>
  frame.evaluate(async () => {
    await atomitonBridge.invoke("echo");
    return received;
  });

describeWithChromiumInProofs(
  "the isolated-world host through reload, navigation, iframes, crash and close",
  () => {
    let host: IsolatedWorldHost;
    let window: IsolatedWorldWindow;
    let events: FakeIpcMainEvent[];
    let waiting: ((value: unknown) => void)[];

    beforeAll(async () => {
      host = await launchIsolatedWorldHost({ preload: compileProjectPreload(), pages: PAGES });
      host.ipcMain.handle("rpc:invoke", (event, { method, params }) => {
        if (method === "echo") return params;
        events.push(event as unknown as FakeIpcMainEvent);
        return new Promise((resolve) => waiting.push(resolve));
      });
      host.ipcMain.on("rpc:send", (event) => events.push(event as unknown as FakeIpcMainEvent));
    });
    beforeEach(async () => {
      events = [];
      waiting = [];
      window = await host.openWindow("/index.html", { nodeIntegrationInSubFrames: true });
    });
    afterEach(async () => {
      await Promise.all(host.windows.map((open) => open.close()));
    });
    afterAll(async () => {
      await host.close();
    });

    it("brings events to the page until it unsubscribes", async () => {
      await listen(window);
      window.webContents.send("rpc:event:news", { n: 1 });
      window.webContents.send("rpc:event:other", { n: 2 });
      window.frame.send("rpc:event:news", new Map([["n", 3]]));
      expect(await receivedBy(window)).toEqual([{ n: 1 }, new Map([["n", 3]])]);
      await window.evaluate(() => stop());
      window.webContents.send("rpc:event:news", { n: 4 });
      expect(await receivedBy(window)).toHaveLength(2);
    });

    it("keeps an event from the listeners that come after one that throws", async () => {
      await window.evaluate(() => {
        atomitonBridge.on("news", () => {
          throw new Error("listener");
        });
      });
      await listen(window);
      window.webContents.send("rpc:event:news", 1);
      expect(await receivedBy(window)).toEqual([]);
    });

    it("tells main which frame sent, and replies to it", async () => {
      await listen(window);
      await note(window);
      const [event] = events as [FakeIpcMainEvent];
      expect(event.sender).toBe(window.webContents);
      expect(event.senderFrame).toBe(window.frame);
      expect(window.frame).toMatchObject({
        url: `${host.origin}/index.html`,
        origin: host.origin,
        processId: event.processId,
        routingId: event.frameId,
        frameTreeNodeId: event.frameTreeNodeId,
        parent: null,
        top: window.frame,
        detached: false,
      });
      event.reply?.("rpc:event:news", "reply");
      expect(await receivedBy(window)).toEqual(["reply"]);
    });

    it("loses on reload the calls under way and the listeners", async () => {
      await listen(window);
      const call = window.evaluate(() => atomitonBridge.invoke("wait"));
      const lost = expect(call).rejects.toThrow();
      await window.evaluate(() => atomitonBridge.invoke("echo"));
      const [event] = events as [FakeIpcMainEvent];
      const started: unknown[] = [];
      window.webContents.on("did-start-navigation", (details: { url: string; isSameDocument: boolean }) => {
        started.push([details.url, details.isSameDocument, event.senderFrame === window.frame]);
      });

      await window.reload();

      expect(started).toEqual([[`${host.origin}/index.html`, false, true]]);
      expect(event.senderFrame).toBeNull();
      await lost;
      waiting[0]?.("too late");
      event.reply?.("rpc:event:news", "too late");
      window.webContents.send("rpc:event:news", "nobody listens");
      expect(await receivedBy(window)).toEqual([]);
      await listen(window);
      window.webContents.send("rpc:event:news", "again");
      expect(await receivedBy(window)).toEqual(["again"]);
    });

    it("keeps the frame and changes its document when the window navigates", async () => {
      const { frame } = window;
      const before = frame.routingId;
      await window.navigate("/other.html");
      expect(window.frame).toBe(frame);
      expect(frame.routingId).not.toBe(before);
      expect(frame.url).toBe(`${host.origin}/other.html`);
      await window.navigate("/other.html#part");
      expect(frame.url).toBe(`${host.origin}/other.html#part`);

      const foreign = host.origin.replace("127.0.0.1", "localhost");
      const process = frame.processId;
      await window.navigate(`${foreign}/index.html`);
      expect([frame.origin, frame.processId === process]).toEqual([foreign, false]);
      expect(await receivedBy(window)).toEqual([]);
    });

    it("hears what a page sends before it unloads", async () => {
      await window.evaluate(() => {
        addEventListener("beforeunload", () => atomitonBridge.send("bye"));
      });
      await window.navigate("/other.html");
      await receivedBy(window);
      expect(events).toHaveLength(1);
    });

    it("gives an iframe a frame of its own, and its events to no other", async () => {
      const frame = await window.openFrame("/frame.html");
      await Promise.all([listen(window), listen(frame)]);
      await note(frame);
      const [event] = events as [FakeIpcMainEvent];
      expect(event.senderFrame).toBe(frame.frame);
      expect(event.sender).toBe(window.webContents);
      expect(frame.frame).toMatchObject({
        url: `${host.origin}/frame.html`,
        parent: window.frame,
        top: window.frame,
      });
      expect(window.frame.frames).toEqual([frame.frame]);

      event.reply?.("rpc:event:news", "to the iframe");
      event.sender.send("rpc:event:news", "to the main frame");
      expect(await receivedBy(frame)).toEqual(["to the iframe"]);
      expect(await receivedBy(window)).toEqual(["to the main frame"]);
    });

    it("tells a foreign iframe by its origin, and loses an iframe that navigates or is removed", async () => {
      const foreign = host.origin.replace("127.0.0.1", "localhost");
      const frame = await window.openFrame(`${foreign}/frame.html`);
      await note(frame);
      expect(events[0]?.senderFrame?.origin).toBe(foreign);

      await frame.navigate("/other.html");
      expect(events[0]?.senderFrame).toBeNull();
      expect(await receivedBy(frame)).toEqual([]);
      expect(frame.frame.origin).toBe(host.origin);

      await frame.remove();
      await receivedBy(window);
      expect(frame.frame.isDestroyed()).toBe(true);
      expect(() => frame.frame.url).toThrow(
        "Render frame was disposed before WebFrameMain could be accessed",
      );
    });

    it("runs no preload in an iframe unless asked to, as Electron", async () => {
      const plain = await host.openWindow("/index.html");
      const frame = await plain.openFrame("/frame.html");
      expect(await frame.evaluate(() => typeof atomitonBridge)).toBe("undefined");
      expect(await plain.evaluate(() => typeof atomitonBridge)).toBe("object");
    });

    it("loses a crashed renderer, spares other windows, and recovers by a reload", async () => {
      const other = await host.openWindow("/other.html");
      const frame = await window.openFrame("/frame.html");
      const call = window.evaluate(() => atomitonBridge.invoke("wait"));
      const lost = expect(call).rejects.toThrow();
      await note(frame);
      const gone: unknown[] = [];
      window.webContents.on("render-process-gone", (_event, details: { reason: string }) =>
        gone.push(details.reason),
      );

      await window.crash();

      await lost;
      expect(gone).toEqual(["crashed"]);
      expect(window.webContents.isCrashed()).toBe(true);
      expect([window.frame, frame.frame].every((lost) => lost.isDestroyed())).toBe(true);
      expect(await receivedBy(other)).toEqual([]);
      await window.reload();
      await listen(window);
      window.webContents.send("rpc:event:news", "back");
      expect(await receivedBy(window)).toEqual(["back"]);
      expect(window.webContents.isCrashed()).toBe(false);
    });

    it("destroys the web contents of a window that closes", async () => {
      const { webContents, frame } = window;
      const destroyed: unknown[] = [];
      webContents.on("destroyed", () => destroyed.push(webContents.isDestroyed()));
      await window.close();
      expect(destroyed).toEqual([true]);
      expect(host.windows).toEqual([]);
      expect(frame.isDestroyed()).toBe(true);
      expect(() => webContents.send("rpc:event:news")).toThrow("Object has been destroyed");
    });

    it("leaves nothing behind when it closes", async () => {
      const resources = () =>
        process.getActiveResourcesInfo().filter((name) => /Process|Pipe|TCPServer/.test(name));
      const before = resources();
      const second = await launchIsolatedWorldHost({ preload: compileProjectPreload(), pages: PAGES });
      await second.openWindow("/index.html");
      const { origin } = second;
      second.ipcMain.on("rpc:send", () => {});
      expect(await second.close()).toMatchObject({
        handlers: [],
        ipcMain: { "rpc:send": 1 },
        webContents: {},
      });
      await expect(fetch(origin)).rejects.toThrow();
      expect(resources()).toEqual(before);
    });
  },
);
