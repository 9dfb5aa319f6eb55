import { runInNewContext } from "node:vm";
import { createRPCClient } from "../../src/renderer/index.js";
import { closeServers, connectBridge, serveSocket } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

interface Echo {
  probe: { echo(value: unknown): Promise<unknown>; give(name: string): Promise<unknown> };
}

/** What only the binary subprotocol carries, made anew each time. */
const RICH: Record<string, () => unknown> = {
  Date: () => new Date(1_700_000_000_123),
  "a Date before 1970": () => new Date(-1),
  Map: () =>
    new Map<unknown, unknown>([
      ["a", { b: 1 }],
      [{ k: 1 }, new Map()],
    ]),
  Set: () => new Set([1, "a", new Set([2])]),
  BigInt: () => 5n,
  "a long BigInt": () => -(2n ** 200n),
  RegExp: () => /a+/gi,
  Uint8Array: () => new Uint8Array([1, 2, 255]),
  "part of an Uint8Array": () => new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
  ArrayBuffer: () => new Uint8Array([1, 2]).buffer,
  DataView: () => new DataView(new Uint8Array([7, 8]).buffer),
  Float32Array: () => new Float32Array([1.5, -2]),
  Float64Array: () => new Float64Array([Number.NaN, 0.1]),
  Int16Array: () => new Int16Array([-5]),
  BigInt64Array: () => new BigInt64Array([-1n]),
  Uint8ClampedArray: () => new Uint8ClampedArray([300]),
  NaN: () => Number.NaN,
  Infinity: () => -Infinity,
  "undefined in an object": () => ({ a: undefined, b: [undefined, null] }),
  "an error": () => new TypeError("x", { cause: 1 }),
  "an integer beyond 32 bits": () => 2 ** 40 + 1,
  "text of all planes": () => "é日本😀".repeat(100),
};

const lossy: Record<string, [value: () => unknown, path: string]> = {
  Map: [() => ({ in: [new Map()] }), "result.in[0]: Map"],
  Set: [() => new Set(), "result: Set"],
  BigInt: [() => ({ n: 1n }), "result.n: bigint"],
  RegExp: [() => /a/, "result: RegExp"],
  Uint8Array: [() => ({ bytes: new Uint8Array(1) }), "result.bytes: Uint8Array"],
  Buffer: [() => Buffer.from("a"), "result: Uint8Array"],
  ArrayBuffer: [() => new ArrayBuffer(1), "result: ArrayBuffer"],
  "a function": [() => ({ user: { save: () => {} } }), "result.user.save: function"],
  "a symbol": [() => [Symbol("s")], "result[0]: symbol"],
  "a promise": [() => ({ later: Promise.resolve() }), "result.later: Promise"],
  "a cycle": [() => cycle(), "result.self: cycle"],
  "a getter that throws": [() => throwing(), "result.name: unreadable"],
};

function cycle(): object {
  const object: { self?: object } = {};
  object.self = object;
  return object;
}

const throwing = () => ({
  get name(): string {
    throw new Error("unreadable");
  },
});

async function serveValues() {
  const socketServer = await serveSocket();
  socketServer.server.router
    .register("probe.echo", (value: unknown) => value)
    .register("probe.give", (name: string) => lossy[name]?.[0]());
  return socketServer;
}

const connect = (url: string) => createRPCClient<Echo>({ bridge: connectBridge(url) });

const tagOf = (value: unknown) => Object.prototype.toString.call(value);

describe("the binary subprotocol", () => {
  it.each(Object.entries(RICH))("carries %s both ways", async (_name, make) => {
    const { url, server } = await serveValues();
    const arrived: unknown[] = [];
    server.router.register("probe.keep", (value: unknown) => void arrived.push(value));
    const rpc = connect(url) as ReturnType<typeof connect> & {
      probe: { keep(value: unknown): Promise<void> };
    };
    await rpc.probe.keep(make());
    for (const value of [...arrived, await rpc.probe.echo(make())]) {
      expect(value).toEqual(make());
      expect(tagOf(value)).toBe(tagOf(make()));
    }
  });

  it("carries cycles and shared references", async () => {
    const { url } = await serveValues();
    const rpc = connect(url);
    const shared = { name: "shared" };
    const map = new Map<string, unknown>();
    map.set("back", { map });
    const list: unknown[] = [shared, shared, cycle(), map];
    const [first, second, cyclic, back] = (await rpc.probe.echo(list)) as [
      object,
      object,
      { self: unknown },
      Map<string, { map: unknown }>,
    ];
    expect(first).toEqual(shared);
    expect(second).toBe(first);
    expect(cyclic.self).toBe(cyclic);
    expect(back.get("back")?.map).toBe(back);
  });

  it("carries built-in objects of a subclass or another realm as what they are", async () => {
    class Registry extends Map<string, number> {}
    class Bytes extends Uint8Array {}
    const { url } = await serveValues();
    const value = {
      map: new Registry([["a", 1]]),
      bytes: new Bytes([1, 2]),
      foreign: runInNewContext(
        '({ map: new Map([["a", new Set([1])]]), at: new Date(5), pattern: /x/g, floats: new Float32Array([1.5]) })',
      ),
    };
    expect(await connect(url).probe.echo(value)).toEqual({
      map: new Map([["a", 1]]),
      bytes: new Uint8Array([1, 2]),
      foreign: {
        map: new Map([["a", new Set([1])]]),
        at: new Date(5),
        pattern: /x/g,
        floats: new Float32Array([1.5]),
      },
    });
  });

  it("gives bytes that hold no more than themselves, as a clone does", async () => {
    const { url, server } = await serveValues();
    const arrived: Uint8Array[] = [];
    server.router.register("probe.keep", (bytes: Uint8Array) => void arrived.push(bytes));
    const rpc = connect(url) as ReturnType<typeof connect> & {
      probe: { keep(value: unknown): Promise<void> };
    };
    await rpc.probe.keep(Buffer.from([1, 2, 3]));
    expect(arrived[0]).toEqual(new Uint8Array([1, 2, 3]));
    expect(Buffer.isBuffer(arrived[0])).toBe(false);
    expect(arrived[0]?.buffer.byteLength).toBe(3);
  });

  it.each(["a function", "a symbol", "a promise", "a getter that throws"])(
    "refuses %s in a result, and says where",
    async (name) => {
      const { url } = await serveValues();
      await expect(connect(url).probe.give(name)).rejects.toMatchObject({
        code: "NOT_SERIALIZABLE",
        data: { path: lossy[name]?.[1] },
      });
    },
  );

  it("refuses what cannot be sent before it is, and says where", async () => {
    const { url } = await serveValues();
    const rpc = connect(url);
    await expect(rpc.probe.echo({ save: () => {} })).rejects.toMatchObject({
      code: "NOT_SERIALIZABLE",
      data: { path: "params[0].save: function" },
    });
    expect(await rpc.probe.echo("after")).toBe("after");
  });
});

describe("text", () => {
  it.each(Object.entries(lossy))(
    "refuses %s, which JSON would lose, and says where",
    async (name, [, path]) => {
      const { url } = await serveValues();
      const client = await JsonRpcSocket.open(url);
      expect(await client.exchange({ jsonrpc: "2.0", method: "probe.give", params: [name], id: 1 })).toEqual({
        jsonrpc: "2.0",
        id: 1,
        error: { code: -32007, message: expect.stringContaining(path), data: { path } },
      });
    },
  );

  it("replaces only the replies of a batch that cannot be carried", async () => {
    const { url } = await serveValues();
    const client = await JsonRpcSocket.open(url);
    const give = (name: string, id: number) => ({ jsonrpc: "2.0", method: "probe.give", params: [name], id });
    const echo = { jsonrpc: "2.0", method: "probe.echo", params: [{ ok: true }], id: 2 };
    expect(await client.exchange([give("Map", 1), echo, give("a cycle", 3)])).toEqual([
      { jsonrpc: "2.0", id: 1, error: expect.objectContaining({ code: -32007 }) },
      { jsonrpc: "2.0", id: 2, result: { ok: true } },
      { jsonrpc: "2.0", id: 3, error: expect.objectContaining({ code: -32007 }) },
    ]);
  });

  it("writes a Date and NaN as JSON does", async () => {
    const { url, server } = await serveValues();
    server.router.register("probe.plain", () => ({ at: new Date(0), n: Number.NaN, gone: undefined }));
    const client = await JsonRpcSocket.open(url);
    expect(await client.exchange({ jsonrpc: "2.0", method: "probe.plain", id: 1 })).toMatchObject({
      result: { at: "1970-01-01T00:00:00.000Z", n: null },
    });
  });
});
