import type { IpcMainInvokeEvent } from "electron";
import { createFakeElectron } from "../../src/testing/electron/index.js";
import { home, setUp, talkOf, turns } from "./electron-talking-app.js";

describe("an event of ipcMain", () => {
  it("names its sender, frame and process", async () => {
    const { window, webContents, eventFrom } = setUp();
    const event = await eventFrom(window);
    const { mainFrame } = webContents;
    expect(event).toMatchObject({
      type: "frame",
      processId: mainFrame.processId,
      frameId: mainFrame.routingId,
      frameTreeNodeId: mainFrame.frameTreeNodeId,
      defaultPrevented: false,
    });
    expect(event.sender).toBe(webContents);
    expect(event.senderFrame).toBe(mainFrame);
  });

  it("of an iframe has the iframe as senderFrame and the window as sender", async () => {
    const { window, webContents, eventFrom } = setUp();
    const iframe = window.openFrame({ url: "https://example.com/page", name: "inner" });
    const { sender, senderFrame } = await eventFrom(iframe);
    expect(sender).toBe(webContents);
    expect(senderFrame).toBe(iframe.frame);
    expect(senderFrame).toMatchObject({
      url: "https://example.com/page",
      origin: "https://example.com",
      name: "inner",
    });
    expect(senderFrame!.parent).toBe(window.frame);
    expect(senderFrame!.top).toBe(window.frame);
  });

  it("replies to the frame, where sender.send goes to the main frame", async () => {
    const { window, eventFrom, received } = setUp();
    const iframe = window.openFrame({ url: home });
    const inFrame: unknown[] = [];
    talkOf(iframe).on((value) => inFrame.push(value));
    const event = await eventFrom(iframe);
    event.reply("event", "reply");
    event.sender.send("event", "send");
    await turns();
    expect({ inFrame, received }).toEqual({ inFrame: ["reply"], received: ["send"] });
  });

  it("has no reply if it is of an invoke", async () => {
    const { electron, window } = setUp();
    let seen: IpcMainInvokeEvent | undefined;
    electron.ipcMain.handle("call", (event) => {
      seen = event;
    });
    await talkOf(window).call(1);
    expect(seen).not.toHaveProperty("reply");
  });
});

describe("frame ids", () => {
  it("of routing are unique only within a process, tokens everywhere", () => {
    const { electron, window } = setUp();
    const other = electron.openWindow();
    expect(other.frame.routingId).toBe(window.frame.routingId);
    expect(other.frame.processId).not.toBe(window.frame.processId);
    expect(other.frame.frameToken).not.toBe(window.frame.frameToken);
  });

  it("share a process within a window only if they share an origin", () => {
    const { window } = setUp();
    const same = window.openFrame({ url: "app://atomiton/frame.html" });
    const foreign = window.openFrame({ url: "https://example.com/" });
    expect(same.frame.processId).toBe(window.frame.processId);
    expect(foreign.frame.processId).not.toBe(window.frame.processId);
  });

  it.each([
    ["app://atomiton/index.html", "app://atomiton"],
    ["http://127.0.0.1:5173/a?b#c", "http://127.0.0.1:5173"],
    ["file:///app/index.html", "file://"],
    ["data:text/html,hello", "null"],
    ["about:blank", "null"],
    ["blob:https://example.com/id", "https://example.com"],
  ])("%s has the origin %s", (url, origin) => {
    expect(createFakeElectron().openWindow({ url }).frame.origin).toBe(origin);
  });

  it("of an about:blank iframe are its parent's origin", () => {
    const { window } = setUp();
    expect(window.openFrame({ url: "about:blank" }).frame.origin).toBe("app://atomiton");
  });

  it("are found by walking the tree", () => {
    const { window } = setUp();
    const child = window.openFrame({ url: home });
    const grandchild = child.openFrame({ url: home });
    expect(window.frame.frames).toEqual([child.frame]);
    expect(window.frame.framesInSubtree).toEqual([window.frame, child.frame, grandchild.frame]);
    expect(window.frame.parent).toBeNull();
  });
});

describe("a reply and the messages that main sent before it", () => {
  it.each([
    [false, ["first", "second", "reply"]],
    [true, ["reply", "first", "second"]],
  ])("with lateEvents: %j come in one of the two orders that Electron allows", async (lateEvents, order) => {
    const { electron, window, received } = setUp({ lateEvents });
    electron.ipcMain.handle("call", ({ sender }) => {
      sender.send("event", "first");
      sender.send("event", "second");
      return "reply";
    });
    received.push(await talkOf(window).call(1));
    await turns();
    expect(received).toEqual(order);
  });
});
