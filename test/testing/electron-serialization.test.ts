import { createFakeElectron, type SandboxedElectron } from "../../src/testing/electron/index.js";

/** Sends a value to main and back, over the real path. */
async function roundTrip(value: unknown): Promise<unknown> {
  const { renderer, received, electron } = setUp();
  const result = await renderer.invoke("echo", value);
  electron.dispose();
  return { result, received: received[0] };
}

function setUp() {
  const electron = createFakeElectron();
  const received: unknown[] = [];
  electron.ipcMain.handle("echo", (_event, value: unknown) => {
    received.push(value);
    return value;
  });
  let renderer: SandboxedElectron["ipcRenderer"] | undefined;
  electron.openWindow({
    preload: ({ ipcRenderer }) => {
      renderer = ipcRenderer;
    },
  });
  if (!renderer) throw new Error("the preload did not run");
  return { electron, renderer, received };
}

const isUint8Array = (value: unknown): boolean =>
  Object.prototype.toString.call(value) === "[object Uint8Array]" && !Buffer.isBuffer(value);

describe("the IPC hop", () => {
  it.each([
    ["primitives", [1, -0, Number.NaN, "text", true, null, undefined, 10n]],
    ["Date and RegExp", [new Date(0), /a+/gi]],
    ["Map and Set", [new Map([[{ key: 1 }, new Set([1])]])]],
    ["typed arrays", [new Float64Array([1.5, -1]), new Uint8Array([255]).buffer]],
    ["sparse arrays", [Object.assign([1], { 2: 3 })]],
  ])("carries %s both ways", async (_name, value) => {
    expect(await roundTrip(value)).toEqual({ result: value, received: value });
  });

  it("carries cycles", async () => {
    const value: { self?: unknown } = {};
    value.self = value;
    const { result } = (await roundTrip(value)) as { result: { self: unknown } };
    expect(result.self).toBe(result);
    expect(result).not.toBe(value);
  });

  it("brings a Buffer as a Uint8Array, in both directions", async () => {
    const { electron, renderer, received } = setUp();
    electron.ipcMain.handle("bytes", () => Buffer.from("abc"));
    await renderer.invoke("echo", Buffer.from("abc"));
    const result = await renderer.invoke("bytes");
    expect([received[0], result].map(isUint8Array)).toEqual([true, true]);
    expect(Array.from(result as Uint8Array)).toEqual([97, 98, 99]);
  });

  it("loses prototypes, accessors, symbol keys and private fields", async () => {
    class Node {
      id = "n1";
      #secret = 1;
      get label(): string {
        return `${this.id} ${this.#secret}`;
      }
    }
    const value = Object.assign(new Node(), { [Symbol("key")]: 1 });
    const { received } = (await roundTrip(value)) as { received: object };
    expect(received).toEqual({ id: "n1" });
    expect(Reflect.ownKeys(received)).toEqual(["id"]);
    expect(received.constructor.name).toBe("Object");
  });

  it("keeps an error's message and standard name, and loses its class and fields", async () => {
    class RpcFailure extends TypeError {
      code = "NOT_FOUND";
      override name = "RpcFailure";
    }
    const { received } = (await roundTrip(new RpcFailure("no node"))) as { received: Error };
    expect(received.message).toBe("no node");
    expect(received.name).toBe("Error");
    expect(Object.keys(received)).toEqual([]);
  });

  it.each([
    ["a function", () => {}],
    ["a symbol", Symbol("no")],
    ["a promise", Promise.resolve()],
    ["a WeakMap", new WeakMap()],
    ["a JS Proxy", new Proxy({ id: 1 }, {})],
    ["a class", class {}],
    ["an AbortSignal", new AbortController().signal],
    ["a URL", new URL("app://atomiton/")],
    ["a DOMException", new DOMException("aborted", "AbortError")],
    ["a MessagePort", new MessageChannel().port1],
    ["a Blob", new Blob(["a"])],
    ["a ReadableStream", new ReadableStream()],
    ["shared memory", new Uint8Array(new SharedArrayBuffer(1))],
    ["a generator", (function* () {})()],
    [
      "a throwing getter",
      {
        get value() {
          throw new RangeError("other words");
        },
      },
    ],
  ])("refuses %s with Electron's words, however deep", async (_name, value) => {
    const { renderer } = setUp();
    for (const argument of [value, { list: [new Map([["key", new Set([value])]])] }]) {
      const error: unknown = await renderer.invoke("echo", argument).catch((reason: unknown) => reason);
      expect(String(error)).toBe("Error: An object could not be cloned.");
    }
  });
});
