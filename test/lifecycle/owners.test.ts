import { jest } from "@jest/globals";
import type { FakeWindow, TestWindow } from "../../src/testing/index.js";
import { endedWith, nothingOwned, own, owned } from "./belongings.js";
import { clientOf, type LifeApp, openLifeApp, serveSubframes } from "./life-app.js";
import type { LifeApi } from "./life-service.js";
import { quiet, turns, until } from "./turns.js";

/** Messages still travel while the clock stands. */
const REAL = ["setImmediate", "clearImmediate", "nextTick", "queueMicrotask", "performance"] as const;
const HOME = "app://atomiton/index.html";
const logger = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
let app: LifeApp;

afterEach(async () => {
  jest.useRealTimers();
  const { webContents, handlers } = await app.close();
  const uncaught = app.electron.log.filter(({ kind }) => kind !== "warning");
  expect({ webContents, handlers, uncaught }).toEqual({ webContents: {}, handlers: [], uncaught: [] });
  expect([logger.warn.mock.calls, logger.error.mock.calls]).toEqual([[], []]);
  jest.clearAllMocks();
});

/** What Electron emits when an error page takes the place of a document that was left for it. */
function failToLoad({ window: { webContents, frame } }: TestWindow<LifeApi>): void {
  const ids = [frame.processId, frame.routingId];
  webContents.emit(
    "did-fail-provisional-load",
    {},
    -105,
    "ERR_NAME_NOT_RESOLVED",
    "https://x/",
    true,
    ...ids,
  );
}

describe.each([
  ["each load brings a new frame", false],
  ["loads of one origin share a frame", true],
])("when %s", (_case, reuseFrames) => {
  beforeEach(async () => {
    app = await openLifeApp({ reuseFrames, logger });
  });

  test.each<[string, (page: TestWindow<LifeApi>) => unknown]>([
    ["a reload", ({ window }) => window.reload()],
    ["a navigation within the origin", ({ window }) => window.navigate("app://atomiton/other.html")],
    ["a navigation away", ({ window }) => window.navigate("https://example.org/")],
    ["a navigation that fails", failToLoad],
    ["the end of the render process", ({ window }) => window.crash()],
    ["the end of the window", ({ window }) => window.close()],
    ["the end of the server", () => app.server.close()],
  ])("%s ends all that its page owned", async (_name, end) => {
    const page = app.openWindow();
    await own(page.rpc, app, "page");
    expect(owned(app)).toEqual({
      sessions: 1,
      held: ["page"],
      streams: ["page, stalled", "page, unread"],
      listeners: [1, 1],
    });
    end(page);
    expect(await endedWith(app, "page")).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
    expect(owned(app)).toEqual(nothingOwned);
  });

  test("the next page of the window has a session of its own, with nothing of the last one", async () => {
    const page = app.openWindow();
    await own(page.rpc, app, "first");
    const [first] = app.server.sessions();
    page.window.reload();
    const heard: number[] = [];
    page.rpc.life.onTick((value) => heard.push(value));
    await page.rpc.life.tick(1);
    await quiet();
    expect(heard).toEqual([1]);
    expect([...app.server.sessions()].map((session) => session === first)).toEqual([false]);
  });

  test("another window keeps what it owns", async () => {
    const [one, two] = [app.openWindow(), app.openWindow()];
    await own(one.rpc, app, "one");
    await own(two.rpc, app, "two");
    one.window.close();
    expect(await endedWith(app, "two")).toEqual([undefined, undefined]);
    expect(owned(app)).toEqual({
      sessions: 1,
      held: ["two"],
      streams: ["two, stalled", "two, unread"],
      listeners: [1, 1],
    });
  });

  test("a same-document navigation and a navigation that is given up end nothing", async () => {
    const { window, rpc } = app.openWindow();
    await own(rpc, app, "page");
    window.navigate(`${HOME}#further-down`);
    window.startNavigation("app://atomiton/report.pdf").abort();
    expect(await endedWith(app, "page")).toEqual([undefined, undefined]);
    const answer = rpc.life.hold("asked after");
    await until(() => app.service.held.has("asked after"));
    await rpc.life.release("asked after");
    expect(await answer).toBe("released asked after");
    expect(app.server.sessions().size).toBe(1);
  });

  test("a page is served until the navigation away from it commits", async () => {
    const { window, rpc } = app.openWindow();
    await own(rpc, app, "page");
    const navigation = window.startNavigation("app://atomiton/other.html");
    await quiet();
    expect(await rpc.life.echo("still here")).toBe("still here");
    navigation.commit();
    expect(await endedWith(app, "page")).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
  });

  test.each([
    ["reload", ({ window }: TestWindow<LifeApi>) => window.reload()],
    ["crash", ({ window }: TestWindow<LifeApi>) => window.crash()],
    ["close", ({ window }: TestWindow<LifeApi>) => window.close()],
  ])(
    "a reply and an event that come after a %s are dropped with no more than a debug line",
    async (_name, end) => {
      const page = app.openWindow();
      void page.rpc.life.deaf("deaf");
      await own(page.rpc, app, "page");
      end(page);
      app.service.onTick.emit(1);
      await turns(2);
      app.service.onTick.emit(2);
      app.service.release("deaf");
      await quiet();
      expect(owned(app)).toEqual(nothingOwned);
      expect(logger.debug.mock.calls.flat()).toContain(
        "life.deaf answered after its call had ended (electron-1): dropped",
      );
    },
  );
});

describe("an iframe", () => {
  beforeEach(async () => {
    app = await openLifeApp({ logger });
    await serveSubframes(app);
  });

  /** A window with two iframes, each of the three owning one of everything. */
  async function openFrames() {
    const { window } = app.openWindow({ nodeIntegrationInSubFrames: true });
    const [left, right] = [window.openFrame({ url: HOME }), window.openFrame({ url: HOME })];
    await own(clientOf(window), app, "top");
    await own(clientOf(left), app, "left");
    await own(clientOf(right), app, "right");
    return { window, left, right };
  }

  test("has a session of its own", async () => {
    await openFrames();
    expect(app.server.sessions().size).toBe(3);
    expect(app.service.onTick.listenerCount).toBe(3);
  });

  test.each([
    ["reloads", ({ left }: Awaited<ReturnType<typeof openFrames>>) => left.reload()],
    ["goes to another origin", ({ left }) => left.navigate("https://example.org/")],
  ])("that %s ends what it owned and nothing else", async (_name, end) => {
    end(await openFrames());
    expect(await endedWith(app, "left")).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
    expect(await endedWith(app, "right")).toEqual([undefined, undefined]);
    expect(await endedWith(app, "top")).toEqual([undefined, undefined]);
    expect(app.server.sessions().size).toBe(2);
  });

  test.each([
    ["reload", (window: FakeWindow) => window.reload()],
    ["crash", (window: FakeWindow) => window.crash()],
  ])("goes with its window's %s", async (_name, end) => {
    end((await openFrames()).window);
    expect(await endedWith(app, "right")).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
    expect(owned(app)).toEqual(nothingOwned);
  });

  test("leaves no timer when its window closes", async () => {
    jest.useFakeTimers({ doNotFake: [...REAL] });
    const { window } = await openFrames();
    expect(jest.getTimerCount()).toBe(1);
    window.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  test("that is removed gets no reply to what it has asked, with a debug line", async () => {
    const { left } = await openFrames();
    left.remove();
    await quiet();
    app.service.held.get("left")?.("too late");
    await quiet();
    expect(logger.debug.mock.calls.flat()).toContain("A reply dropped: the frame of electron-2 is gone");
  });

  test("that is removed ends within a second, whatever its window says, and what is sent to it meanwhile is dropped", async () => {
    jest.useFakeTimers({ doNotFake: [...REAL] });
    const { window, left, right } = await openFrames();
    left.remove();
    await quiet();
    app.service.onTick.emit(1);
    expect(logger.debug.mock.calls.flat()).toContainEqual(expect.stringContaining("onTick dropped"));
    await clientOf(window).life.echo("a message");
    jest.advanceTimersByTime(1_000);
    expect(await endedWith(app, "left")).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
    expect(app.server.sessions().size).toBe(2);
    right.remove();
    await quiet();
    jest.advanceTimersByTime(1_000);
    expect(app.server.sessions().size).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
