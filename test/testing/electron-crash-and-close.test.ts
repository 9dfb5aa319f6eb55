import { disposed, home, setUp, talkOf, turns } from "./electron-talking-app.js";

describe("a crash", () => {
  it("is noticed a turn after the frames are lost, and after what was sent before", async () => {
    const { window, webContents, values } = setUp();
    webContents.on("render-process-gone", (_event, details) => values.push(details));
    talkOf(window).send("last words");
    window.crash("oom", 9);
    expect(values).toEqual([]);
    expect(window.frame.isDestroyed()).toBe(false);
    await turns();
    expect(values).toEqual(["last words", { reason: "oom", exitCode: 9 }]);
    expect(webContents.isCrashed()).toBe(true);
  });

  it("leaves senderFrame there, but every property of it throws", async () => {
    const { window, eventFrom } = setUp();
    const event = await eventFrom(window);
    window.crash();
    await turns();
    expect(event.senderFrame).toBe(window.frame);
    expect(() => event.senderFrame!.url).toThrow(disposed);
  });

  it("makes sending print an error instead of throwing", async () => {
    const { electron, window, webContents } = setUp();
    window.crash();
    await turns();
    webContents.send("event", 1);
    expect(electron.log).toMatchObject([
      { message: "Error sending from webFrameMain: ", detail: { message: disposed } },
    ]);
  });

  it("takes iframes of every process along, and never settles what was pending", async () => {
    const { electron, window } = setUp();
    electron.ipcMain.handle("call", () => "answer");
    const iframe = window.openFrame({ url: "https://example.com/" });
    const { frame } = iframe;
    let settled = 0;
    for (const place of [window, iframe]) {
      talkOf(place)
        .call(1)
        .finally(() => {
          settled += 1;
        });
    }
    window.crash();
    await turns();
    expect({ settled, isDestroyed: frame.isDestroyed() }).toEqual({ settled: 0, isDestroyed: true });
  });

  it("is over after a reload: the same WebFrameMain lives again, in another process", async () => {
    const { window, eventFrom } = setUp();
    const { frame } = window;
    const { processId } = frame;
    window.crash();
    await turns();
    window.reload();
    expect(window.frame).toBe(frame);
    expect(frame.isDestroyed()).toBe(false);
    expect(frame.processId).not.toBe(processId);
    expect((await eventFrom(window)).senderFrame).toBe(frame);
  });

  it("that a reload overtakes gives a new process and is not reported", async () => {
    const { window, webContents } = setUp();
    const { processId } = window.frame;
    let reports = 0;
    webContents.on("render-process-gone", () => {
      reports += 1;
    });
    window.crash();
    window.reload();
    const { frame } = window.openFrame({ url: home });
    await turns();
    expect(window.frame.processId).not.toBe(processId);
    expect({ reports, isDestroyed: frame.isDestroyed() }).toEqual({ reports: 0, isDestroyed: false });
  });
});

describe("a closed window", () => {
  const gone = new TypeError("Object has been destroyed");

  it("throws for everything native of its web contents, id included, even while it is destroyed", () => {
    const { window, webContents } = setUp();
    const inListener: unknown[] = [];
    webContents.once("destroyed", () => {
      expect(() => webContents.id).toThrow(gone);
      inListener.push(webContents.isDestroyed());
    });
    window.close();
    expect(inListener).toEqual([true]);
    expect(() => webContents.send("event", 1)).toThrow(gone);
    expect(() => webContents.mainFrame).toThrow(gone);
    expect(() => webContents.getURL()).toThrow(gone);
    expect(() => webContents.session).toThrow(gone);
  });

  it("makes its frames throw, print on send, and senderFrame null", async () => {
    const { electron, window, eventFrom } = setUp();
    const event = await eventFrom(window);
    const { frame } = window;
    const iframe = window.openFrame({ url: home });
    window.close();
    expect(iframe.frame.isDestroyed()).toBe(true);
    expect(() => frame.frameToken).toThrow(disposed);
    frame.send("event", 1);
    event.reply("event", 1);
    expect(event.senderFrame).toBeNull();
    expect(electron.log.map(({ message }) => message)).toEqual([
      "Error sending from webFrameMain: ",
      expect.stringContaining("Frame property was accessed"),
    ]);
  });

  it("loses what was under way, in both directions", async () => {
    const { electron, window, webContents, values, received } = setUp();
    electron.ipcMain.handle("call", (_event, value) => values.push(value));
    talkOf(window).send("of a document before");
    window.reload();
    talkOf(window).send("last words");
    talkOf(window).call("last call");
    webContents.send("event", 1);
    window.close();
    await turns();
    expect({ values, received }).toEqual({ values: [], received: [] });
  });

  it("is no longer among the windows", () => {
    const { electron, window } = setUp();
    const other = electron.openWindow();
    window.close();
    expect(electron.windows).toEqual([other]);
  });

  it("can be told anything and does nothing", async () => {
    const { electron, window, webContents } = setUp();
    window.crash();
    window.close();
    const seen: unknown[] = [];
    const events = ["did-start-navigation", "did-frame-navigate", "render-process-gone", "destroyed"];
    for (const event of events) webContents.on(event, () => seen.push(event));
    window.close();
    window.reload();
    window.navigate("https://example.com/");
    await turns();
    expect({ seen, log: electron.log }).toEqual({ seen: [], log: [] });
  });
});
