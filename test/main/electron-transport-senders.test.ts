import {
  allowOrigins,
  type ElectronTransportOptions,
  electronTransport,
  type SenderPolicy,
} from "../../src/main/index.js";
import { createFakeElectron } from "../../src/testing/electron/index.js";
import { arrivals, openApp, raw } from "./support/electron.js";

const frame = (origin: string, isMainFrame = true) => ({ origin, url: `${origin}/index.html`, isMainFrame });

describe("allowOrigins", () => {
  it.each(["app://atomiton", "file://", "http://127.0.0.1:5173", "https://example.org"])(
    "serves the main frames of %s",
    (origin) => {
      expect(allowOrigins([origin])(frame(origin))).toBe(true);
    },
  );

  it.each([
    "app://atomiton.evil",
    "app://evil",
    "http://atomiton",
    "https://127.0.0.1:5173",
    "http://127.0.0.1",
    "http://127.0.0.1:51730",
    "http://127.0.0.1:5173.evil.example",
    "null",
    "",
    "file://",
  ])("compares an origin whole: %s is none of its own", (origin) => {
    expect(allowOrigins(["app://atomiton", "http://127.0.0.1:5173"])(frame(origin))).toBe(false);
  });

  it("serves iframes only when told to", () => {
    const iframe = frame("app://atomiton", false);
    expect(allowOrigins(["app://atomiton"])(iframe)).toBe(false);
    expect(allowOrigins(["app://atomiton"], { subframes: true })(iframe)).toBe(true);
  });

  it("serves nobody when the list is empty", () => {
    expect(allowOrigins([])(frame("app://atomiton"))).toBe(false);
  });

  it.each([
    "null",
    "*",
    "",
    "app://atomiton/",
    "https://example.org/app",
    "https://example.org:443",
    "HTTPS://example.org",
    "example.org",
    "data:text/html,x",
    "about:blank",
    "https://*.example.org",
    "app://*",
  ])("refuses %j, which is no origin", (origin) => {
    expect(() => allowOrigins([origin])).toThrow(
      `allowOrigins: ${JSON.stringify(origin)} is no origin; write it as in "app://atomiton"`,
    );
  });
});

describe("electronTransport", () => {
  it.each([undefined, null, ["app://atomiton"], "app://atomiton"])(
    "has no default for senders: %p",
    (senders) => {
      const { ipcMain } = createFakeElectron();
      expect(() => electronTransport({ ipcMain, senders } as unknown as ElectronTransportOptions)).toThrow(
        "electronTransport: `senders` is missing; say which frames to serve",
      );
    },
  );
});

describe("a frame that is not among the senders", () => {
  it("gets FORBIDDEN, in the same words whether or not there is such a method", async () => {
    const { electron, server, log } = await openApp();
    server.router.register("probe", () => "secret");
    const window = electron.openWindow({ url: "https://evil.example/page" });
    for (const method of ["probe", "nothing", "rpc.ping", "rpc.describe"]) {
      await expect(raw(window).invoke({ method })).resolves.toEqual({
        error: { code: "FORBIDDEN", message: "This frame is not allowed to call" },
      });
    }
    expect(log).toContainEqual({
      level: "warn",
      message: "A message from https://evil.example/page was refused: its frame is not among the senders",
      details: undefined,
    });
  });

  it("gets no session, and its one-way calls do not run", async () => {
    const { electron, server } = await openApp();
    let runs = 0;
    server.router.register("probe", () => ++runs);
    raw(electron.openWindow({ url: "https://evil.example" })).send({ method: "probe" });
    await arrivals();
    expect(runs).toBe(0);
    expect(server.sessions().size).toBe(0);
  });

  it("is the iframe of a page that is", async () => {
    const { electron } = await openApp();
    const window = electron.openWindow({ nodeIntegrationInSubFrames: true });
    const iframe = window.openFrame({ url: "https://ads.example" });
    await expect(raw(iframe).invoke({ method: "rpc.ping" })).resolves.toMatchObject({
      error: { code: "FORBIDDEN" },
    });
    await expect(raw(window).invoke({ method: "rpc.ping" })).resolves.toEqual({ result: "pong" });
  });

  it("is a page that was served until it went elsewhere", async () => {
    const { electron } = await openApp();
    const window = electron.openWindow();
    await expect(raw(window).invoke({ method: "rpc.ping" })).resolves.toEqual({ result: "pong" });
    window.navigate("https://evil.example");
    await expect(raw(window).invoke({ method: "rpc.ping" })).resolves.toMatchObject({
      error: { code: "FORBIDDEN" },
    });
  });
});

it("what a one-way message fails with stays in main, and is in the log unless it was refused", async () => {
  const { electron, log } = await openApp(({ origin }) => {
    if (origin === "https://odd.example") throw new Error("policy file not found");
    return false;
  });
  raw(electron.openWindow()).send({ method: "probe" });
  raw(electron.openWindow({ url: "https://odd.example/" })).send({ method: "probe" });
  await arrivals();
  expect(electron.log).toEqual([]);
  expect(log.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
    "A one-way message failed",
  ]);
});

describe("a policy", () => {
  it("is told origin, URL and place of the frame", async () => {
    const frames: unknown[] = [];
    const { electron } = await openApp((asked) => {
      frames.push(asked);
      return true;
    });
    const window = electron.openWindow({ url: "app://atomiton/a?b#c", nodeIntegrationInSubFrames: true });
    await raw(window).invoke({ method: "rpc.ping" });
    await raw(window.openFrame({ url: "https://ads.example/x" })).invoke({ method: "rpc.ping" });
    expect(frames).toEqual([
      { origin: "app://atomiton", url: "app://atomiton/a?b#c", isMainFrame: true },
      { origin: "https://ads.example", url: "https://ads.example/x", isMainFrame: false },
    ]);
  });

  it.each<[answer: string, verdict: () => unknown]>([
    ["true in time", async () => true],
    ["false in time", async () => false],
    ["nothing but a failure", () => Promise.reject(new Error("policy file not found"))],
    // biome-ignore lint/suspicious/noThenProperty: this is what happens
    ["what can only be awaited", () => ({ then: () => {} })],
  ])("that promises %s lets nobody in, and the log says why", async (_answer, verdict) => {
    const { electron, server, log } = await openApp(verdict as SenderPolicy);
    await expect(raw(electron.openWindow()).invoke({ method: "rpc.ping" })).resolves.toEqual({
      error: { code: "FORBIDDEN", message: "This frame is not allowed to call" },
    });
    await arrivals();
    expect(server.sessions().size).toBe(0);
    expect(log.filter(({ level }) => level !== "debug")).toEqual([
      {
        level: "warn",
        message: expect.stringMatching(
          /^A message from app:\/\/atomiton\S* was refused: `senders` gave a promise, and must answer synchronously, with true or false$/,
        ),
        details: undefined,
      },
    ]);
    await server.close();
  });

  it.each([1, "yes", {}, []])("that answers %j lets nobody in: only true says yes", async (verdict) => {
    const { electron } = await openApp((() => verdict) as unknown as SenderPolicy);
    await expect(raw(electron.openWindow()).invoke({ method: "rpc.ping" })).resolves.toMatchObject({
      error: { code: "FORBIDDEN" },
    });
  });

  it("that throws lets nobody in, and its message stays in main", async () => {
    const { electron, server } = await openApp(() => {
      throw new Error("policy file not found at /etc");
    });
    await expect(raw(electron.openWindow()).invoke({ method: "rpc.ping" })).resolves.toEqual({
      error: { code: "INTERNAL", message: "Internal error" },
    });
    expect(server.sessions().size).toBe(0);
  });
});
