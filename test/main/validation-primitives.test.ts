import { runInNewContext } from "node:vm";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";

@RpcDomain("echo")
class Echo {
  @RpcMethod() string(value: string): unknown {
    return value;
  }
  @RpcMethod() number(value: number): unknown {
    return value;
  }
  @RpcMethod() boolean(value: boolean): unknown {
    return value;
  }
  @RpcMethod() bigint(value: bigint): unknown {
    return value;
  }
  @RpcMethod() date(value: Date): unknown {
    return value;
  }
  @RpcMethod() bytes(value: Uint8Array): unknown {
    return value;
  }
}

const router = new RPCRouter().register(new Echo());
const send = (method: string, value: unknown) => router.route(`echo.${method}`, [value]);

describe.each<[type: string, constraint: string, accepted: unknown[], refused: unknown[]]>([
  ["string", "isString", ["", "a", "\u0000"], [7, true, {}, [], Object("a"), new Date(0)]],
  [
    "number",
    "isNumber",
    [0, -0, -1.5, Number.MAX_VALUE],
    ["7", Number.NaN, Number.POSITIVE_INFINITY, 1n, {}],
  ],
  ["boolean", "isBoolean", [true, false], ["true", 1, 0, {}]],
  ["bigint", "isBigInt", [0n, 2n ** 70n], [0, "0", {}]],
  [
    "bytes",
    "isUint8Array",
    [new Uint8Array(2), Buffer.from("a")],
    [[1], new Int8Array(1), new ArrayBuffer(1), {}],
  ],
  ["date", "isDate", [new Date(0)], [0, "today", "2024-05-06", new Date(Number.NaN), {}]],
])("a %s", (type, constraint, accepted, refused) => {
  it.each(accepted)("is %p", async (value) => {
    await expect(send(type, value)).resolves.toBe(value);
  });

  it.each(refused)("is not %p", async (value) => {
    await expect(send(type, value)).rejects.toMatchObject({
      code: "INVALID_PARAMS",
      data: { issues: [{ path: "params[0]", constraint, message: expect.stringMatching(/^must be a/) }] },
    });
  });
});

describe("a date", () => {
  it.each([
    "2024-05-06T07:08:09.123Z",
    "2024-05-06T07:08:09Z",
    "2024-05-06T09:08:09+02:00",
    "2024-02-29T00:00:00Z",
  ])("may be the ISO text that JSON makes of one: %s", async (text) => {
    await expect(send("date", text)).resolves.toEqual(new Date(text));
  });

  it.each(["2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T25:00:00Z"])(
    "must be in the calendar, which %s is not",
    async (text) => {
      await expect(send("date", text)).rejects.toMatchObject({ code: "INVALID_PARAMS" });
    },
  );

  it("may come from another realm, as clones do in some hosts", async () => {
    const foreign: unknown = runInNewContext("new Date(0)");
    expect(foreign).not.toBeInstanceOf(Date);
    await expect(send("date", foreign)).resolves.toBe(foreign);
  });
});
