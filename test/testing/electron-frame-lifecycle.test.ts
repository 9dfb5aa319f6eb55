import { home, setUp, talkOf, turns } from "./electron-talking-app.js";

describe("a same-document navigation", () => {
  it("keeps page, ids, listeners and senderFrame, and changes the URL", async () => {
    const { window, webContents, eventFrom, received } = setUp();
    const event = await eventFrom(window);
    const { page } = window;
    const { frameToken } = window.frame;
    const seen: unknown[] = [];
    webContents.on("did-start-navigation", (details) => seen.push(["start", details.isSameDocument]));
    webContents.on("did-navigate-in-page", (_event, url, isMainFrame) =>
      seen.push(["in page", url, isMainFrame]),
    );
    webContents.on("did-navigate", () => seen.push("did-navigate"));
    window.navigate(`${home}#step-2`);
    webContents.send("event", 1);
    await turns();
    expect(seen).toEqual([
      ["start", true],
      ["in page", `${home}#step-2`, true],
    ]);
    expect(window.page).toBe(page);
    expect(window.frame.frameToken).toBe(frameToken);
    expect(webContents.getURL()).toBe(`${home}#step-2`);
    expect(event.senderFrame).toBe(window.frame);
    expect(received).toEqual([1]);
  });
});

describe("with reuseFrames, a load from the same origin", () => {
  it("keeps the ids, so senderFrame of an old event shows the new document", async () => {
    const { window, eventFrom } = setUp({ reuseFrames: true });
    const event = await eventFrom(window);
    const { frameToken, routingId } = window.frame;
    const { page } = window;
    window.navigate("app://atomiton/other.html");
    expect(window.page).not.toBe(page);
    expect(window.frame).toMatchObject({ frameToken, routingId });
    expect(event.senderFrame!.url).toBe("app://atomiton/other.html");
  });

  it("brings a late reply of an event to the new document", async () => {
    const { window, eventFrom } = setUp({ reuseFrames: true });
    const event = await eventFrom(window);
    window.reload();
    const received: unknown[] = [];
    talkOf(window).on((value) => received.push(value));
    event.reply("event", "for the old one");
    await turns();
    expect(received).toEqual(["for the old one"]);
  });

  it("lets arrive first what the old document sent", () => {
    const { window, values, webContents } = setUp({ reuseFrames: true });
    webContents.on("did-navigate", () => values.push("did-navigate"));
    talkOf(window).send("last words");
    window.reload();
    expect(values).toEqual(["last words", "did-navigate"]);
  });
});

describe("a removed iframe", () => {
  it("is destroyed once what it sent has arrived", async () => {
    const { window, values } = setUp();
    const iframe = window.openFrame({ url: home });
    const { frame } = iframe;
    talkOf(iframe).send("last words");
    iframe.remove();
    expect(frame.isDestroyed()).toBe(false);
    await turns();
    expect(values).toEqual(["last words"]);
    expect(frame.isDestroyed()).toBe(true);
    expect(window.frame.frames).toEqual([]);
  });
});

describe("frame-created", () => {
  it("is emitted for an iframe, with the frame", () => {
    const { window, webContents } = setUp();
    const created: unknown[] = [];
    webContents.on("frame-created", (_event, details) => created.push(details.frame));
    const iframe = window.openFrame({ url: home });
    expect(created).toEqual([iframe.frame]);
  });
});
