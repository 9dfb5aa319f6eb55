import type { AtomitonBridge } from "../../src/shared/bridge.js";
import type { FakeIpcMainEvent } from "../../src/testing/electron/index.js";
import { describeWithChromiumInProofs } from "../support/chromium.js";
import { type IsolatedWorldHost, launchIsolatedWorldHost } from "../support/isolated-world/host.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import type { IsolatedWorldWindow } from "../support/isolated-world/window.js";

// Globals of the page, for the functions that run there.
declare const atomitonBridge: AtomitonBridge;
declare const bridgeAtFirstScript: string;

const PAGES = {
  "/index.html": "<!doctype html><body><script>const bridgeAtFirstScript = typeof atomitonBridge</script>",
};
const CANNOT_CLONE = "An object could not be cloned.";

describeWithChromiumInProofs("the isolated-world host with the project's preload", () => {
  let host: IsolatedWorldHost;
  let window: IsolatedWorldWindow;
  const calls: { event: FakeIpcMainEvent; params: unknown }[] = [];
  let answer: (params: unknown) => unknown = (params) => params;

  beforeAll(async () => {
    host = await launchIsolatedWorldHost({ preload: compileProjectPreload(), pages: PAGES });
    host.ipcMain.handle("rpc:invoke", (event, { method, params }) => {
      if (method === "echo") return params;
      calls.push({ event: event as unknown as FakeIpcMainEvent, params });
      return answer(params);
    });
  });
  beforeEach(async () => {
    calls.length = 0;
    answer = (params) => params;
    window = await host.openWindow("/index.html");
  });
  afterEach(async () => {
    await Promise.all(host.windows.map((open) => open.close()));
  });
  afterAll(async () => {
    await host.close();
  });

  it("gives the page a frozen bridge before its first script, and nothing else of the isolated world", async () => {
    const seen = await window.evaluate(() => ({
      atFirstScript: bridgeAtFirstScript,
      keys: Object.keys(atomitonBridge),
      frozen: [atomitonBridge, ...Object.values(atomitonBridge)].every(Object.isFrozen),
      property: { ...Object.getOwnPropertyDescriptor(window, "atomitonBridge"), value: undefined },
      leaked: Object.getOwnPropertyNames(window).filter((name) =>
        /^(require|process|module|exports|global|Buffer|setImmediate|electron|bridge)$|isolatedWorldHost/.test(
          name,
        ),
      ),
    }));
    expect(seen).toEqual({
      atFirstScript: "object",
      keys: ["invoke", "on", "send"],
      frozen: true,
      property: { value: undefined, writable: false, enumerable: true, configurable: false },
      leaked: [],
    });
  });

  it("carries to main and back what structured clone carries", async () => {
    const back = await window.evaluate(async () => {
      const cycle: Record<string, unknown> = { name: "cycle" };
      cycle.self = cycle;
      const sent = {
        map: new Map<unknown, unknown>([[{ a: 1 }, new Set([1, "two"])]]),
        date: new Date(1234),
        regexp: /a+/gi,
        big: 2n ** 70n,
        bytes: new Uint16Array([1, 2, 65535]),
        numbers: [NaN, -0, Infinity],
        nothing: [undefined, null],
        text: "\ud800 lone, \u0000 and ü",
        cycle,
      };
      const got = (await atomitonBridge.invoke("call", [sent])) as unknown as [typeof sent];
      const [{ map, date, bytes, cycle: ring }] = got;
      return {
        got,
        native: map instanceof Map && date instanceof Date && bytes instanceof Uint16Array,
        ring: ring.self === ring,
      };
    });
    const [arrived] = calls[0]!.params as [Record<string, unknown>];
    expect(arrived).toMatchObject({
      map: new Map<unknown, unknown>([[{ a: 1 }, new Set([1, "two"])]]),
      date: new Date(1234),
      regexp: /a+/gi,
      big: 2n ** 70n,
      bytes: new Uint16Array([1, 2, 65535]),
      numbers: [Number.NaN, -0, Number.POSITIVE_INFINITY],
      nothing: [undefined, null],
      text: "\ud800 lone, \u0000 and ü",
    });
    expect((arrived.cycle as Record<string, unknown>).self).toBe(arrived.cycle);
    expect(back).toEqual({ got: [arrived], native: true, ring: true });
  });

  it("drops prototypes, keeps of an error its message, and gives a Buffer as Uint8Array", async () => {
    answer = () => Buffer.from("abc");
    const isPlainBytes = await window.evaluate(async () => {
      class Point {
        readonly x = 1;
        get sum() {
          return this.x + 1;
        }
      }
      const error = Object.assign(new TypeError("bad"), { code: "E_BAD" });
      const reply: unknown = await atomitonBridge.invoke("call", [new Point(), error]);
      return reply instanceof Uint8Array && reply.constructor === Uint8Array && reply.length === 3;
    });
    const [point, error] = calls[0]!.params as [object, Error & { code?: string }];
    expect(isPlainBytes).toBe(true);
    expect(point).toEqual({ x: 1 });
    expect(point.constructor.name).toBe("Object");
    expect([error.name, error.message, error.code]).toEqual(["Error", "bad", undefined]);
  });

  it("refuses with Electron's words what cannot be cloned", async () => {
    const outcomes = await window.evaluate(async () => {
      const values: Record<string, unknown> = {
        aFunction: () => {},
        aSymbol: Symbol("s"),
        aPromise: Promise.resolve(),
        aWeakMap: new WeakMap(),
        aProxy: new Proxy({}, {}),
        aGenerator: (function* () {})(),
        anElement: document.body,
        aBlob: new Blob(["x"]),
        functionInMap: new Map([["f", () => {}]]),
        functionDeepInside: { list: [{ f() {} }] },
      };
      const said: Record<string, string[]> = {};
      for (const [name, value] of Object.entries(values)) {
        const messageOf = (error: Error) => error.message;
        const invoked = await (async () => atomitonBridge.invoke("call", [value]))().catch(messageOf);
        let sent: unknown = "sent";
        try {
          atomitonBridge.send("call", [value]);
        } catch (error) {
          sent = messageOf(error as Error);
        }
        said[name] = [String(invoked), String(sent)];
      }
      return said;
    });
    expect(calls).toEqual([]);
    expect(new Set(Object.values(outcomes).flat())).toEqual(new Set([CANNOT_CLONE]));
    expect(Object.keys(outcomes)).toHaveLength(10);
  });

  it.each([
    [
      "an error",
      () => Promise.reject(new RangeError("no")),
      "Error invoking remote method 'rpc:invoke': RangeError: no",
    ],
    ["a text", () => Promise.reject("plain"), "Error invoking remote method 'rpc:invoke': plain"],
    ["an empty text", () => Promise.reject(""), "resolved with undefined"],
  ])("keeps of a handler's rejection with %s only its text", async (_name, handler, expected) => {
    answer = handler;
    const outcome = await window.evaluate(() =>
      atomitonBridge.invoke("call").then(
        (value) => `resolved with ${value}`,
        (error: Error) => error.message,
      ),
    );
    expect(outcome).toBe(expected);
  });

  it.each([
    ["rejects with undefined", () => Promise.reject(undefined)],
    ["returns what cannot be cloned", () => ({ f() {} })],
  ])("never answers a call whose handler %s", async (_name, handler) => {
    answer = handler;
    const settled = await window.evaluate(async () => {
      let state = "pending";
      atomitonBridge.invoke("call").then(
        () => (state = "resolved"),
        () => (state = "rejected"),
      );
      await atomitonBridge.invoke("echo");
      return state;
    });
    expect(settled).toBe("pending");
    expect(calls).toHaveLength(1);
  });

  it("says so when a channel has no handler", async () => {
    host.ipcMain.removeHandler("rpc:invoke");
    const message = await window.evaluate(() =>
      atomitonBridge.invoke("call").then(String, (error: Error) => error.message),
    );
    host.ipcMain.handle("rpc:invoke", (_event, { params }) => params);
    expect(message).toBe(
      "Error invoking remote method 'rpc:invoke': Error: No handler registered for 'rpc:invoke'",
    );
    expect(() => host.ipcMain.handle("rpc:invoke", () => {})).toThrow(
      "Attempted to register a second handler for 'rpc:invoke'",
    );
  });
});
