import { createFakeElectron } from "../../src/testing/electron/index.js";
import { expose, exposeApi, exposeIn, tooDeep } from "./electron-exposed-api.js";

describe("exposeInMainWorld", () => {
  it("refuses a name the window has, its own or inherited", () => {
    const electron = createFakeElectron();
    const words = "Cannot bind an API on top of an existing property on the window object";
    electron.openWindow({
      preload: ({ contextBridge }) => {
        contextBridge.exposeInMainWorld("api", 1);
        expect(() => contextBridge.exposeInMainWorld("api", 2)).toThrow(words);
        expect(() => contextBridge.exposeInMainWorld("toString", 2)).toThrow(words);
      },
    });
    expect(electron.log).toEqual([]);
  });

  it("defines a property that cannot be set or deleted", () => {
    const { page } = exposeIn({ invoke: () => 1 });
    expect(Object.getOwnPropertyDescriptor(page, "api")).toMatchObject({
      writable: false,
      configurable: false,
      enumerable: true,
    });
    expect(() => {
      page.api = 1;
    }).toThrow(TypeError);
  });

  it("freezes the copy through and through, but not typed arrays", () => {
    const api = { list: [{ deep: {} }], call: () => {}, bytes: new Uint8Array(1), when: new Date(0) };
    const seen = expose(api) as typeof api;
    const frozen = [seen, seen.list, seen.list[0], seen.list[0]?.deep, seen.call, seen.when];
    expect(frozen.map((value) => Object.isFrozen(value))).toEqual(frozen.map(() => true));
    seen.bytes[0] = 7;
    expect(seen.bytes[0]).toBe(7);
    expect(Object.isFrozen(api)).toBe(false);
  });

  it("leaves arguments and results unfrozen", () => {
    const api = exposeApi({ describe: (value: unknown) => [Object.isFrozen(value), {}] });
    const [argumentFrozen, result] = api.describe!({}) as [boolean, object];
    expect([argumentFrozen, Object.isFrozen(result)]).toEqual([false, false]);
  });

  it("copies, so a later change on one side does not show on the other", () => {
    const api = { count: 1, nested: { count: 1 } };
    const seen = expose(api) as typeof api;
    api.nested.count = 2;
    expect(seen.nested.count).toBe(1);
  });

  it("reads a getter once, at the crossing", () => {
    let reads = 0;
    const seen = expose({
      get count() {
        reads += 1;
        return reads;
      },
    }) as { count: number };
    expect([seen.count, seen.count, reads]).toEqual([1, 1, 1]);
  });

  it("drops prototypes: a class instance is left without its methods", () => {
    class Service {
      name = "node";
      run = () => this.name;
      stop(): void {}
    }
    const seen = expose(new Service()) as Service;
    expect(Object.keys(seen)).toEqual(["name", "run"]);
    expect(seen.stop).toBeUndefined();
    expect(seen.run()).toBe("node");
  });

  it("leaves nothing usable of a whole ipcRenderer", () => {
    const electron = createFakeElectron();
    const window = electron.openWindow({
      preload: ({ contextBridge, ipcRenderer }) => contextBridge.exposeInMainWorld("ipc", ipcRenderer),
    });
    const { send, invoke, on } = window.page.ipc as Record<string, unknown>;
    expect([send, invoke, on]).toEqual([undefined, undefined, undefined]);
  });

  it("takes symbols, bigints and symbol keys", () => {
    const key = Symbol("key");
    const seen = expose({ key, big: 10n, [key]: 1 }) as { key: symbol; big: bigint; [key]: number };
    expect([seen.key, seen.big, seen[key]]).toEqual([key, 10n, 1]);
  });

  it("takes an own __proto__ key as data", () => {
    const payload = Object.defineProperty({}, "__proto__", { value: { polluted: true }, enumerable: true });
    const seen = expose(payload) as { polluted?: boolean };
    expect(seen.polluted).toBeUndefined();
    expect(Object.hasOwn(seen, "__proto__")).toBe(true);
  });

  it("refuses a JS Proxy and a WeakMap with the serializer's words, and the preload fails", () => {
    for (const value of [new Proxy({}, {}), new Proxy([], {}), { deep: [new WeakMap()] }]) {
      const { electron, page } = exposeIn(value);
      expect("api" in page).toBe(false);
      expect(electron.log).toMatchObject([{ detail: { message: "An object could not be cloned." } }]);
    }
  });

  it("carries platform objects as empty ones, except a Blob", () => {
    const { signal, url, blob } = expose({
      signal: new AbortController().signal,
      url: new URL("app://atomiton/"),
      blob: new Blob(["a"]),
    }) as { signal: object; url: object; blob: Blob };
    expect([Reflect.ownKeys(signal), Reflect.ownKeys(url), blob.size]).toEqual([[], [], 1]);
  });

  it("follows cycles through objects, but not through arrays", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const seen = expose(cycle) as typeof cycle;
    expect(seen.self).toBe(seen);
    const list: unknown[] = [];
    list.push(list);
    expect(exposeIn(list).electron.log).toMatchObject([{ detail: { message: tooDeep } }]);
  });
});
