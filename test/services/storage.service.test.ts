import { Container } from "inversify";
import { databaseModule } from "../../services/database/database.module.js";
import { HostPaths } from "../../services/host/host-paths.js";
import type { StorageChange } from "../../services/storage/storage.api.js";
import { storageModule } from "../../services/storage/storage.module.js";
import { StorageService } from "../../services/storage/storage.service.js";
import { rejection } from "./support/rejection.js";
import { tempDir } from "./support/temp-dir.js";

const LIMIT = 16 * 1024 * 1024;

let dataDir: string;
let container: Container;
let storage: StorageService;

function start() {
  container = new Container();
  container.load(databaseModule, storageModule);
  container.bind(HostPaths).toConstantValue({ dataDir });
  storage = container.get(StorageService);
}

beforeEach(() => {
  dataDir = tempDir();
  start();
});

afterEach(() => container.unbindAll());

it("gives back what was set, also after a restart", async () => {
  await storage.set("theme", { dark: true });
  container.unbindAll();
  start();

  expect(await storage.get("theme")).toEqual({ dark: true });
});

it("has undefined for a key that was never set", async () => {
  expect(await storage.get("nothing")).toBeUndefined();
});

it("replaces and deletes", async () => {
  await storage.set("count", 1);
  await storage.set("count", 2);
  expect(await storage.get("count")).toBe(2);

  expect(await storage.delete("count")).toBe(true);
  expect(await storage.delete("count")).toBe(false);
  expect(await storage.get("count")).toBeUndefined();
});

it("lists keys in order, all or those with a prefix", async () => {
  for (const key of ["b", "a/2", "a%", "a/1", "ä", "😀"]) await storage.set(key, null);

  expect(await storage.keys()).toEqual(["a%", "a/1", "a/2", "b", "ä", "😀"]);
  expect(await storage.keys("a/")).toEqual(["a/1", "a/2"]);
  expect(await storage.keys("a%")).toEqual(["a%"]);
});

it("tells of each change, and of nothing that changed nothing", async () => {
  const changes: StorageChange[] = [];
  storage.onChanged.subscribe((change) => changes.push(change));

  await storage.set("a", 1);
  await storage.delete("a");
  await storage.delete("a");
  await rejection(storage.set("b", () => {}));

  expect(changes).toEqual([
    { key: "a", kind: "set" },
    { key: "a", kind: "delete" },
  ]);
});

describe("a value", () => {
  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["text", "grüß dich 👋"],
    ["a Date", new Date(0)],
    ["a Map", new Map([[{ id: 1 }, new Set(["a"])]])],
    ["a BigInt", 2n ** 80n],
    ["a sparse array", [1, undefined, Number.NaN, -0]],
    [
      "typed arrays",
      { floats: new Float64Array([0.5]), bytes: new Uint8Array([1, 2]), big: new BigInt64Array([-1n]) },
    ],
    ["a DataView", new DataView(new ArrayBuffer(3))],
    ["a RegExp", /a+/gi],
  ])("may be %s", async (_, value) => {
    await storage.set("value", value);
    expect(await storage.get("value")).toEqual(value);
  });

  it("may contain itself", async () => {
    const value: { self?: unknown } = {};
    value.self = value;
    await storage.set("value", value);

    const stored = (await storage.get("value")) as typeof value;
    expect(stored.self).toBe(stored);
  });

  it("keeps of a Buffer its own bytes and no others", async () => {
    await storage.set("value", { before: "x".repeat(100), bytes: Buffer.from("some bytes").subarray(5) });

    const { bytes } = (await storage.get("value")) as { bytes: Uint8Array };
    expect(bytes.constructor.name).toBe("Uint8Array");
    expect(Buffer.from(bytes).toString()).toBe("bytes");
    expect(bytes.buffer.byteLength).toBe(5);
  });

  it.each<[string, unknown]>([
    ["a function", () => {}],
    ["a symbol inside", { id: Symbol("id") }],
    ["a promise", Promise.resolve()],
  ])("may not be %s", async (_, value) => {
    expect(await rejection(storage.set("value", value))).toMatchObject({ code: "NOT_SERIALIZABLE" });
  });

  it("may have 16 MiB encoded and not a byte more", async () => {
    const header = 7;
    await storage.set("large", "x".repeat(LIMIT - header));
    expect(await storage.get("large")).toHaveLength(LIMIT - header);

    const error = await rejection(storage.set("large", "x".repeat(LIMIT - header + 1)));
    expect(error).toMatchObject({ code: "PAYLOAD_TOO_LARGE", data: { limit: LIMIT } });
  });
});

describe("a key", () => {
  it.each(["k", "k".repeat(512), "👋".repeat(512), "two\nlines", "../../etc/passwd"])(
    "may be %j",
    async (key) => {
      await storage.set(key, 1);
      expect(await storage.keys()).toEqual([key]);
    },
  );

  it.each(["", "k".repeat(513), "nul\0", "lone \ud800 surrogate"])("may not be %j", async (key) => {
    for (const call of [storage.get(key), storage.set(key, 1), storage.delete(key)]) {
      expect(await rejection(call)).toMatchObject({
        code: "INVALID_PARAMS",
        data: { issues: [{ path: "params[0]", constraint: "isStorageKey" }] },
      });
    }
  });

  it("has rules that hold for a prefix too", async () => {
    expect(await rejection(storage.keys("nul\0"))).toMatchObject({ code: "INVALID_PARAMS" });
  });
});
