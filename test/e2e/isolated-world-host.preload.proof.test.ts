import { describeWithChromiumInProofs } from "../support/chromium.js";
import { type IsolatedWorldHost, launchIsolatedWorldHost } from "../support/isolated-world/host.js";
import type { IsolatedWorldWindow } from "../support/isolated-world/window.js";

/** What the preload below exposes, as a page sees it. */
interface Lab {
  required: Record<string, string>;
  electron: string[];
  process: Record<string, unknown>;
  call<Result>(fn: (...args: unknown[]) => Result, ...args: unknown[]): Result;
  keep(value: unknown): void;
  kept(): unknown;
  same(first: unknown, second: unknown): boolean;
  sameAsBefore(value: unknown): boolean;
  give(what: string): unknown;
  receiver(): string[];
  exposeAgain(): string;
  typeOf(value: unknown): string;
}
declare const lab: Lab;

const PRELOAD = `
  const { contextBridge, ipcRenderer } = require("electron");
  const attempt = (run) => { try { return String(run()); } catch (error) { return error.message; } };
  const names = ["electron", "electron/renderer", "events", "node:events", "timers", "node:timers", "url", "node:url",
    "fs", "node:fs", "path", "child_process", "./other.js", "constructor"];
  globalThis.secret = "of the isolated world";
  let kept, before;
  const gifts = {
    promise: () => Promise.resolve({ n: 1 }),
    rejection: () => Promise.reject(Object.assign(new TypeError("late"), { code: "E" })),
    "promise of a proxy": () => Promise.resolve(new Proxy({}, {})),
    proxy: () => new Proxy({}, {}),
    error: () => { throw Object.assign(new RangeError("soon"), { code: "E" }); },
    number: () => { throw 7; },
    ring: () => { const ring = []; ring.push(ring); return ring; },
    proto: () => JSON.parse('{"__proto__": {"evil": true}}'),
    holes: () => [, 1],
    instance: () => new (class Point { x = 1; get y() { return 2; } })(),
    ipcRenderer: () => ipcRenderer,
    symbol: () => Symbol.for("shared"),
  };
  contextBridge.exposeInMainWorld("lab", {
    required: Object.fromEntries(names.map((name) => [name, attempt(() => typeof require(name))])),
    electron: Object.keys(require("electron")),
    process: { type: process.type, sandboxed: process.sandboxed, isMainFrame: process.isMainFrame },
    call: (fn, ...args) => fn(...args),
    keep: (value) => { kept = value; },
    kept: () => kept,
    same: (first, second) => first === second,
    sameAsBefore: (value) => { const same = value === before; before = value; return same; },
    give: (what) => gifts[what](),
    receiver() { return Object.keys(this).sort(); },
    exposeAgain: () => attempt(() => contextBridge.exposeInMainWorld("lab", {})),
    typeOf: (value) => Object.prototype.toString.call(value) + (value instanceof Error ? value.message : ""),
  });
  if (location.pathname === "/broken.html") throw new TypeError("broken preload");
`;

describeWithChromiumInProofs("the isolated-world host with a preload of its own", () => {
  let host: IsolatedWorldHost;
  let window: IsolatedWorldWindow;

  beforeAll(async () => {
    const page = "<!doctype html><body>";
    host = await launchIsolatedWorldHost({
      preload: PRELOAD,
      pages: { "/index.html": page, "/broken.html": page },
    });
    window = await host.openWindow("/index.html");
  });
  afterAll(async () => {
    await host.close();
  });

  it("offers the modules of a sandboxed preload and no more", async () => {
    const { required, electron, process } = await window.evaluate(() => ({
      required: lab.required,
      electron: lab.electron,
      process: lab.process,
    }));
    expect(required).toEqual({
      electron: "object",
      "electron/renderer": "object",
      events: "function",
      "node:events": "function",
      timers: "object",
      "node:timers": "object",
      url: "object",
      "node:url": "object",
      fs: "module not found: fs",
      "node:fs": "module not found: node:fs",
      path: "module not found: path",
      child_process: "module not found: child_process",
      "./other.js": "module not found: ./other.js",
      constructor: "module not found: constructor",
    });
    expect(electron).toEqual(["contextBridge", "ipcRenderer"]);
    expect(process).toEqual({ type: "renderer", sandboxed: true, isMainFrame: true });
  });

  it("keeps the isolated world's globals from the page", async () => {
    expect(await window.evaluate(() => ["secret", "require"].filter((name) => name in globalThis))).toEqual(
      [],
    );
  });

  it("freezes what is exposed, deep down", async () => {
    const refusals = await window.evaluate(() =>
      [() => Reflect.set(lab.process, "type", "x"), () => Reflect.set(globalThis, "lab", 1)].map((set) =>
        set(),
      ),
    );
    expect(refusals).toEqual([false, false]);
    expect(await window.evaluate(() => lab.exposeAgain())).toBe(
      "Cannot bind an API on top of an existing property on the window object",
    );
  });

  it("gives a function a new identity at every crossing, and the original when it comes home", async () => {
    const seen = await window.evaluate(() => {
      const callback = () => "called";
      lab.sameAsBefore(callback);
      lab.keep(callback);
      return {
        twice: lab.sameAsBefore(callback),
        inOneCall: lab.same(callback, callback),
        home: lab.kept() === callback,
        exposedGoesHome: lab.call(lab.call as never, () => 5),
        copies: lab.same({}, {}),
      };
    });
    expect(seen).toEqual({ twice: false, inOneCall: true, home: true, exposedGoesHome: 5, copies: false });
  });

  it("calls with the object that a function was read from, and copies arguments and results", async () => {
    const seen = await window.evaluate(() => {
      const sent = { n: 1, list: [1, { deep: true }] };
      const back = lab.call((value) => value, sent) as typeof sent;
      return { back, same: back === sent, receiver: lab.receiver() };
    });
    expect(seen).toMatchObject({ back: { n: 1, list: [1, { deep: true }] }, same: false });
    expect(seen.receiver).toContain("receiver");
  });

  it.each([
    ["error", "Error: soon undefined"],
    [
      "number",
      "Error: An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown. undefined",
    ],
    ["proxy", "Error: Uncaught Error: An object could not be cloned. undefined"],
    ["rejection", "Error: late undefined"],
    ["promise of a proxy", "Error: Uncaught Error: An object could not be cloned. undefined"],
    [
      "ring",
      "Error: Uncaught TypeError: Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported. undefined",
    ],
  ])("tells the page of the isolated world's %s by its message alone", async (what, expected) => {
    const said = await window.evaluate(async (gift) => {
      try {
        return `no error: ${await lab.give(gift)}`;
      } catch (error) {
        return `${error} ${(error as { code?: string }).code}`;
      }
    }, what);
    expect(said).toBe(expected);
  });

  it("proxies promises and drops prototypes, holes and methods", async () => {
    const seen = await window.evaluate(async () => {
      const promise = lab.give("promise");
      const proto = lab.give("proto") as { evil?: boolean };
      return {
        promise: promise instanceof Promise && (await promise),
        proto: [Object.keys(proto), proto.evil],
        holes: 0 in (lab.give("holes") as unknown[]),
        instance: lab.give("instance"),
        ipcRenderer: lab.give("ipcRenderer"),
        symbol: lab.give("symbol") === Symbol.for("shared"),
      };
    });
    expect(seen).toEqual({
      promise: { n: 1 },
      proto: [["__proto__"], undefined],
      holes: true,
      instance: { x: 1 },
      ipcRenderer: {},
      symbol: true,
    });
  });

  it("lets an error and a DOMException of the page arrive as Electron would", async () => {
    const seen = await window.evaluate(() => [
      lab.typeOf(new SyntaxError("page")),
      lab.typeOf(new DOMException("aborted", "AbortError")),
      lab.typeOf(new AbortController().signal),
    ]);
    expect(seen).toEqual(["[object Error]page", "[object Object]", "[object Object]"]);
  });

  it("refuses at the bridge an array that contains itself, and takes an object that does", async () => {
    const seen = await window.evaluate(() => {
      const ring: unknown[] = [];
      ring.push(ring);
      const loop: Record<string, unknown> = {};
      loop.self = loop;
      const back = lab.call((value) => value, loop) as typeof loop;
      try {
        return [back.self === back, lab.typeOf(ring)];
      } catch (error) {
        return [back.self === back, String(error)];
      }
    });
    expect(seen).toEqual([
      true,
      "TypeError: Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.",
    ]);
  });

  it("loads the page of a preload that throws, and tells main", async () => {
    const errors: unknown[] = [];
    window.webContents.on("preload-error", (_event, _path, error: Error) => errors.push(String(error)));
    await window.navigate("/broken.html");
    expect(errors).toEqual(["TypeError: broken preload"]);
    expect(await window.evaluate(() => typeof lab)).toBe("object");
  });

  it("refuses a preload that is no CommonJS", async () => {
    await expect(launchIsolatedWorldHost({ preload: 'import "electron"', pages: {} })).rejects.toThrow(
      "Cannot use import statement outside a module",
    );
  });
});
