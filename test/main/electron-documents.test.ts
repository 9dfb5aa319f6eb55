import type { WebFrameMain } from "electron";
import { allowOrigins } from "../../src/main/index.js";
import { documentOf, isAlive } from "../../src/main/transports/electron/frame-document.js";
import type { FakeElectronOptions } from "../../src/testing/electron/index.js";
import { arrivals, openApp, raw } from "./support/electron.js";

const senders = allowOrigins(["app://atomiton"]);

const open = (options: FakeElectronOptions = {}) => openApp(senders, options);

describe("a late render-process-gone", () => {
  it("ends no session of the page that has come meanwhile", async () => {
    const { electron, server } = await open();
    const window = electron.openWindow();
    await raw(window).invoke({ method: "rpc.ping" });
    const [session] = server.sessions();
    window.webContents.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 });
    expect([...server.sessions()]).toEqual([session]);
    await expect(raw(window).invoke({ method: "rpc.ping" })).resolves.toEqual({ result: "pong" });
  });

  it("ends those of frames that are gone with the process", async () => {
    const { electron, server } = await open();
    const window = electron.openWindow();
    await raw(window).invoke({ method: "rpc.ping" });
    window.crash();
    await arrivals();
    expect(server.sessions().size).toBe(0);
  });
});

describe("a one-way call that a page sends as it unloads", () => {
  it.each<[what: string, next: string]>([
    ["for another page of its origin", "app://atomiton/next.html"],
    ["for a page of another origin", "https://example.org/"],
  ])("%s is delivered, and leaves no session", async (_what, next) => {
    const { electron, server } = await open();
    const saved: unknown[] = [];
    server.router.register("draft.save", (text: unknown) => void saved.push(text));
    const window = electron.openWindow();
    await raw(window).invoke({ method: "rpc.ping" });
    raw(window).send({ method: "draft.save", params: ["unsaved"] });
    window.navigate(next);
    await arrivals();
    expect(saved).toEqual(["unsaved"]);
    expect(server.sessions().size).toBe(0);
  });

  it("is refused to a frame that is not allowed, with a line", async () => {
    const { electron, server, log } = await open();
    let saves = 0;
    server.router.register("draft.save", () => ++saves);
    const window = electron.openWindow({ url: "https://example.org/" });
    raw(window).send({ method: "draft.save" });
    window.navigate("app://atomiton/next.html");
    await arrivals();
    expect(saves).toBe(0);
    expect(log.map(({ message }) => message)).toContainEqual(expect.stringContaining("was refused"));
  });

  it("of which nobody can tell who sent it is dropped with a line", async () => {
    const { electron, server, log } = await open();
    let saves = 0;
    server.router.register("draft.save", () => ++saves);
    electron.ipcMain.emit("rpc:send", { senderFrame: null }, { method: "draft.save" });
    await arrivals();
    expect(saves).toBe(0);
    expect(log).toMatchObject([{ level: "warn", message: expect.stringContaining("its page is gone") }]);
  });
});

describe.each([true, false])(
  "before Electron 38, where no frame has a token (frames reused: %s),",
  (reuseFrames) => {
    it.each<
      [
        what: string,
        end: (window: ReturnType<Awaited<ReturnType<typeof open>>["electron"]["openWindow"]>) => void,
      ]
    >([
      ["a reload", (window) => window.reload()],
      ["a navigation", (window) => window.navigate("app://atomiton/next.html")],
      ["a crash", (window) => window.crash()],
      ["a close", (window) => window.close()],
    ])("%s ends the session of a document, and the next has its own", async (_what, end) => {
      const { electron, server } = await open({ frameTokens: false, reuseFrames });
      const window = electron.openWindow();
      expect(window.frame.frameToken).toBeUndefined();
      await raw(window).invoke({ method: "rpc.ping" });
      const [first] = server.sessions();
      end(window);
      await arrivals();
      expect(server.sessions().size).toBe(0);
      const next = window.webContents.isDestroyed() ? electron.openWindow() : window;
      next.reload();
      await raw(next).invoke({ method: "rpc.ping" });
      expect(server.sessions().size).toBe(1);
      expect([...server.sessions()]).not.toEqual([first]);
    });
  },
);

it("a document without a token is named by its process and frame, while the frame is there", () => {
  const frame = { processId: 3, routingId: 7, isDestroyed: () => false } as unknown as WebFrameMain;
  expect(documentOf(frame)).toBe("3:7");
  expect(isAlive({ frame, document: "3:7" })).toBe(true);
  expect(isAlive({ frame, document: "3:8" })).toBe(false);
});

describe("a session is found", () => {
  it("by its frame, whatever the number of others", async () => {
    const { electron, server } = await openApp(allowOrigins(["app://atomiton"], { subframes: true }));
    const window = electron.openWindow({ nodeIntegrationInSubFrames: true });
    const frames = Array.from({ length: 20 }, (_, at) =>
      window.openFrame({ url: `app://atomiton/${at}.html` }),
    );
    for (const frame of frames) await raw(frame).invoke({ method: "rpc.ping" });
    let looks = 0;
    for (const frame of frames.slice(1)) {
      const isDestroyed = frame.frame.isDestroyed.bind(frame.frame);
      frame.frame.isDestroyed = () => {
        looks++;
        return isDestroyed();
      };
    }
    await raw(frames[0] as (typeof frames)[0]).invoke({ method: "rpc.ping" });
    expect([looks, server.sessions().size]).toEqual([0, 20]);
  });
});

it.each<[origin: string, written: string]>([
  ["app://Host", "app://host"],
  ["app://host:80", "app://host"],
  ["app://m%C3%BCnchen", "app://xn--mnchen-3ya"],
  ["app://127.1", "app://127.0.0.1"],
  ["file://host", "file://"],
])("%s, which no page has for its origin, is refused with what to write", (origin, written) => {
  expect(() => allowOrigins([origin])).toThrow(
    new TypeError(
      `allowOrigins: no page has the origin ${JSON.stringify(origin)}; write it as Chromium does, "${written}"`,
    ),
  );
});
