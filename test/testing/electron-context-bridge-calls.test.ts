import { type FakePage } from "../../src/testing/electron/index.js";
import { type Api, expose, exposeApi, exposeIn, nested, tooDeep } from "./electron-exposed-api.js";

describe("functions across the bridge", () => {
  it("get a new identity at every crossing", () => {
    const seen: unknown[] = [];
    const api = exposeApi({
      on: (callback: unknown) => seen.push(callback),
      get: () => globalThis.setTimeout,
    });
    const callback = (): void => {};
    api.on!(callback);
    api.on!(callback);
    expect(seen[0]).not.toBe(callback);
    expect(seen[0]).not.toBe(seen[1]);
    expect(api.get!()).not.toBe(api.get!());
  });

  it("are themselves again when they come home", () => {
    const api = exposeApi({ identity: (callback: unknown) => callback });
    const callback = (): void => {};
    expect(api.identity!(callback)).toBe(callback);
  });

  it("are one value if passed twice in one call", () => {
    const api = exposeApi({ same: (left: unknown, right: unknown) => left === right });
    const value = { callback: () => {} };
    expect(api.same!(value, value)).toBe(true);
    expect(api.same!(value.callback, value.callback)).toBe(true);
  });

  it("keep the object they were read from as this", () => {
    const api = exposeApi({
      name: "api",
      whoami() {
        return (this as { name: string }).name;
      },
    });
    const { whoami } = api;
    expect(whoami!()).toBe("api");
  });

  it("receive copies without prototypes, and callbacks as proxies", () => {
    class Point {
      x = 1;
      length(): number {
        return this.x;
      }
    }
    const received: unknown[] = [];
    const api = exposeApi({ take: (...args: unknown[]) => received.push(...args) });
    const callback = (value: number): number => value + 1;
    api.take!(new Point(), callback, new Date(0), Buffer.from("a"));
    const [point, proxy, date, bytes] = received as [Point, typeof callback, Date, Uint8Array];
    expect([Object.keys(point), point.length]).toEqual([["x"], undefined]);
    expect(proxy).not.toBe(callback);
    expect(proxy(1)).toBe(2);
    expect(date.getTime()).toBe(0);
    expect(Buffer.isBuffer(bytes)).toBe(false);
  });

  it("cannot be constructed with the class they were", () => {
    const { Service } = expose({ Service: class {} }) as { Service: new () => object };
    expect(() => new Service()).toThrow("Class constructor Service cannot be invoked without 'new'");
  });

  it("throw what cannot cross as an argument, without being called", () => {
    let called = false;
    const api = exposeApi({
      call: () => {
        called = true;
      },
    });
    expect(() => api.call!(new WeakMap())).toThrow(/^An object could not be cloned\.$/);
    expect(called).toBe(false);
  });

  it("throw what cannot cross as a result, with the prefix V8 gives an uncaught error", () => {
    const api = exposeApi({ get: () => new WeakMap(), deep: () => nested(1001, (inner) => [inner]) });
    expect(() => api.get!()).toThrow(/^Uncaught Error: An object could not be cloned\.$/);
    expect(() => api.deep!()).toThrow(`Uncaught TypeError: ${tooDeep}`);
  });

  it("may nest arrays 1000 deep and objects half of that", () => {
    const api = exposeApi({ take: () => "taken" });
    const inArray = (inner: unknown): unknown => (inner === 0 ? [] : [inner]);
    const inObject = (inner: unknown): unknown => (inner === 0 ? {} : { inner });
    expect(api.take!(nested(1000, inArray))).toBe("taken");
    expect(() => api.take!(nested(1001, inArray))).toThrow(new TypeError(tooDeep));
    expect(api.take!(nested(500, inObject))).toBe("taken");
    expect(() => api.take!(nested(501, inObject))).toThrow(new TypeError(tooDeep));
  });
});

describe("errors across the bridge", () => {
  it("are made anew from the message alone", () => {
    class RpcFailure extends Error {
      code = "NOT_FOUND";
      override name = "RpcFailure";
    }
    const failure = new RpcFailure("no node", { cause: "disk" });
    const { error } = expose({ error: failure }) as { error: Error };
    expect([error.message, error.name, error.cause, Object.keys(error)]).toEqual([
      "no node",
      "Error",
      undefined,
      [],
    ]);
  });

  it("thrown keep their message, whatever threw", () => {
    const unknown =
      "An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.";
    const thrown: [unknown, string][] = [
      [new RangeError("out"), "out"],
      [{ message: "plain" }, "plain"],
      ["text", unknown],
      [undefined, unknown],
      [null, unknown],
      [{ message: 5 }, unknown],
    ];
    const api = exposeApi({
      fail: (index: number) => {
        throw thrown[index]?.[0];
      },
    });
    for (const [index, [, message]] of thrown.entries()) {
      expect(() => api.fail!(index)).toThrow(new Error(message));
    }
  });

  it("of a DOMException are nothing, since it is no JavaScript error", () => {
    const received: unknown[] = [];
    const api = exposeApi({ take: (reason: unknown) => received.push(reason) });
    api.take!(new DOMException("aborted", "AbortError"));
    expect(received).toEqual([{}]);
  });
});

describe("promises across the bridge", () => {
  const settled = (promise: unknown): Promise<unknown> =>
    (promise as Promise<unknown>).catch((error: unknown) => String(error));

  it("are followed, in both directions", async () => {
    const api = exposeApi({ get: async () => 1, wait: async (value: Promise<number>) => (await value) + 1 });
    expect(await api.get!()).toBe(1);
    expect(await api.wait!(Promise.resolve(1))).toBe(2);
  });

  it("are another promise at every crossing, with a copied value", async () => {
    const value = { id: 1 };
    const promise = Promise.resolve(value);
    const api = exposeApi({ get: () => promise });
    const received = api.get!();
    expect(received).not.toBe(promise);
    expect(await received).toEqual(value);
    expect(await received).not.toBe(value);
  });

  it("reject with an error made from the message, or with a plain value copied", async () => {
    const api = exposeApi({
      error: async () => Promise.reject(Object.assign(new RangeError("out"), { code: 1 })),
      value: async () => Promise.reject({ code: 1 }),
    });
    expect(await settled(api.error!())).toBe("Error: out");
    await expect(api.value!()).rejects.toEqual({ code: 1 });
  });

  it("reject if the value or the reason cannot cross", async () => {
    const api = exposeApi({
      value: async () => new WeakMap(),
      reason: async () => Promise.reject(new WeakMap()),
    });
    const words = "Error: Uncaught Error: An object could not be cloned.";
    expect(await settled(api.value!())).toBe(words);
    expect(await settled(api.reason!())).toBe(words);
  });

  it("never settle once their document is gone", async () => {
    let finish = (): void => {};
    const { window, page } = exposeIn({
      wait: () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    });
    let isSettled = false;
    const waiting = (page as FakePage & { api: Api }).api.wait!() as Promise<unknown>;
    waiting.finally(() => {
      isSettled = true;
    });
    window.reload();
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSettled).toBe(false);
  });
});
