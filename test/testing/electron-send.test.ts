import { home, setUp, talkOf, turns } from "./electron-talking-app.js";

describe("WebFrameMain.send and WebContents.send", () => {
  it("print what cannot be cloned instead of throwing, and send nothing", async () => {
    const { electron, webContents, received } = setUp();
    webContents.send("event", () => {});
    webContents.mainFrame.send("event", Symbol("no"));
    await turns();
    expect(received).toEqual([]);
    expect(electron.log).toMatchObject([
      { message: "Error sending from webFrameMain: ", detail: { message: "Failed to serialize arguments" } },
      { message: "Error sending from webFrameMain: ", detail: { message: "Failed to serialize arguments" } },
    ]);
  });

  it("need a channel", () => {
    const { webContents } = setUp();
    const noChannel = undefined as unknown as string;
    expect(() => webContents.send(noChannel)).toThrow(new TypeError("Missing required channel argument"));
  });

  it("of a page whose listener throws leave the error in that page", async () => {
    const { electron, window, webContents } = setUp();
    talkOf(window).on(() => {
      throw new Error("in the page");
    });
    webContents.send("event", 1);
    await turns();
    expect(electron.log).toMatchObject([
      { process: "renderer", kind: "uncaught", message: "Error: in the page" },
    ]);
  });
});

describe("WebContents.sendToFrame", () => {
  it("finds a frame by its routing id in the main frame's process, or by process and routing id", async () => {
    const { window, webContents } = setUp();
    const same = window.openFrame({ url: home });
    const foreign = window.openFrame({ url: "https://example.com/" });
    const received: unknown[] = [];
    for (const iframe of [same, foreign]) talkOf(iframe).on((value) => received.push(value));
    expect(webContents.sendToFrame(same.frame.routingId, "event", "same")).toBe(true);
    const { processId, routingId } = foreign.frame;
    expect(webContents.sendToFrame([processId, routingId], "event", "foreign")).toBe(true);
    await turns();
    expect(received).toEqual(["same", "foreign"]);
  });

  it("is false for a frame there is not, and throws for what is no frame id", () => {
    const { webContents } = setUp();
    const notAnId = "1" as unknown as number;
    expect(webContents.sendToFrame([0, 0], "event")).toBe(false);
    expect(() => webContents.sendToFrame(notAnId, "event")).toThrow(
      "Missing required frame argument (must be number or [processId, frameId])",
    );
  });
});
