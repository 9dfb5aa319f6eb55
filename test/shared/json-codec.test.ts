import { jsonCodec } from "../../src/shared/codecs/json-codec.js";
import { assertData } from "./closed-list.js";

describe("what a text frame becomes", () => {
  it("has a prototype's name as a key like any other", () => {
    const text = '{"__proto__":{"admin":true},"constructor":{"prototype":1},"a":[{"__proto__":null}]}';
    const value = jsonCodec.decode(text) as Record<string, unknown>;
    assertData(value);
    expect(Object.keys(value)).toEqual(["__proto__", "constructor", "a"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value.admin).toBeUndefined();
    expect(jsonCodec.encode(value)).toBe(text);
  });

  it.each(["", "{", "undefined", "NaN", "1 2", '{"a":1,}', "\ufeff{}"])(
    "is nothing when it is not JSON: %j",
    (text) => {
      expect(() => jsonCodec.decode(text)).toThrow(
        expect.objectContaining({ code: "PARSE_ERROR", message: "The frame is not JSON" }),
      );
    },
  );
});

describe("the codec of JSON", () => {
  it("names the member that JSON has no words for", () => {
    expect(() => jsonCodec.encode({ jsonrpc: "2.0", id: 1, result: 1n })).toThrow(
      expect.objectContaining({
        code: "NOT_SERIALIZABLE",
        data: { path: "result: Do not know how to serialize a BigInt" },
      }),
    );
  });

  it("reads text that came as bytes", () => {
    expect(jsonCodec.decode(new TextEncoder().encode('{"a":"grüß dich"}'))).toEqual({ a: "grüß dich" });
  });
});
