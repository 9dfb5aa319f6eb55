import { addExtension, Packr } from "msgpackr/index-no-eval";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";

const packr = new Packr({ structuredClone: true });
const pack = (value: unknown): number[] => [...packr.pack(value)];
const decode = (bytes: Iterable<number>): unknown => msgpackCodec.decode(Uint8Array.from(bytes));

const refusal = (why: string) =>
  expect.objectContaining({ code: "PARSE_ERROR", message: `The frame is not MessagePack: it ${why}` });

const NO_LIST = "has a mark that marks no list";

/** A list of one with an id, and a pointer to it. */
const LIST_1 = [0xd6, 0x69, 0, 0, 0, 1, 0x91, 1];
const TO_1 = [0xd6, 0x70, 0, 0, 0, 1];

const UNKNOWN = "has an extension that nobody knows";
const CUT = "ends within a value";

/** Two records of msgpackr's, the second with a high byte to its number, and a value that follows. */
const defined = (id: number) => [0xd4, 0x72, id, 0x91, 0xa1, 0x61, 0x07];
const definedHigh = [0xd5, 0x72, 0x40, 0x01, 0x91, 0xa1, 0x61, 0x07];

describe("a frame may not hold", () => {
  it("an extension that somebody in the process has registered", () => {
    let reached = false;
    const unpack = () => {
      reached = true;
      return process;
    };
    addExtension({ type: 0x21, unpack });
    addExtension({ type: 0x22, read: unpack });
    for (const frame of [
      [0xd4, 0x21, 0],
      [0xc7, 0, 0x21],
      [0xd4, 0x22, 0, 1],
      [0x91, 0xd6, 0x21, 0, 0, 0, 0],
    ]) {
      expect(() => decode(frame)).toThrow(refusal(UNKNOWN));
    }
    expect(reached).toBe(false);
  });

  it.each([
    ["the byte that is never used", [0xc1], "has the one byte that MessagePack never uses"],
    ["that byte in a list", [0x92, 1, 0xc1], "has the one byte that MessagePack never uses"],
    ["a bundle of strings", [0xd6, 0x62, 0, 0, 0, 6, 0xc1, 1, 0xa1, 0x61, 0xa0], UNKNOWN],
    [
      "a bundle that leads back to its frame's start",
      [1, 0x7f, 1, 0xa0, 0x7f, 0xa0, 0xd6, 0x62, 255, 255, 255, 249, 1],
      UNKNOWN,
    ],
    ["a record of a number with a high byte", definedHigh, UNKNOWN],
    ["a Set in so many bytes", [0xd5, 0x73, 0, 0, 0x90], UNKNOWN],
    ["an error in so many bytes", [0xc7, 2, 0x65, 0, 0, 0x93, 0xa0, 0xa0, 0xc0], UNKNOWN],
    ["a Set of text", [0xd4, 0x73, 0, 0xa2, 0x61, 0x62], NO_LIST],
    ["a Set of a list that is there already", [0x92, ...LIST_1, 0xd4, 0x73, 0, ...TO_1], NO_LIST],
    ["keys that are there already", [0x92, ...LIST_1, 0xd4, 0x72, 0x40, ...TO_1, 1], NO_LIST],
    ["keys that are bytes", [0xd4, 0x72, 0x40, 0xc4, 1, 1, 1], NO_LIST],
    ["an error of a list that is there already", [0x92, ...LIST_1, 0xd4, 0x65, 0, ...TO_1], NO_LIST],
    ["a pattern of a list that is there already", [0x92, ...LIST_1, 0xd4, 0x78, 0, ...TO_1], NO_LIST],
    ["a mark at its end", [0xd4, 0x73, 0], NO_LIST],
    ["a pattern that is a pattern", [0xd4, 0x78, 0, ...pack([/a/, "g"])], "does not make a value"],
    ["a pattern whose flags are a list", [0xd4, 0x78, 0, ...pack(["a", ["g"]])], "does not make a value"],
    ["a pattern with flags that are none", [0xd4, 0x78, 0, ...pack(["a", "x"])], "does not make a value"],
    ["a record whose keys are lists", [0xd4, 0x72, 0x40, ...pack([["a"]]), 1], "does not make a value"],
    ["a pointer to nothing", [0xd6, 0x70, 0, 0, 0, 1], "does not make a value"],
    ["lists without end", new Array(100_000).fill(0x91), "does not make a value"],
    ["two values", [1, 2], "has more than one value"],
    ["nothing", [], "does not make a value"],
  ])("%s", (_name, frame, why) => {
    expect(() => decode(frame)).toThrow(refusal(why));
  });

  it("text", () => {
    expect(() => msgpackCodec.decode("{}")).toThrow(refusal("is text"));
  });
});

describe("a size that is a lie is found before anything is made,", () => {
  it.each([
    ["of short text", [0xa5, 0x61], CUT],
    ["of text, in one byte", [0xd9, 0xff], CUT],
    ["of text, in two bytes", [0xda, 0xff, 0xff], CUT],
    ["of text, in four bytes", [0xdb, 0xff, 0xff, 0xff, 0xff], CUT],
    ["of bytes", [0xc6, 0xff, 0xff, 0xff, 0xff], CUT],
    ["of an extension", [0xc9, 0xff, 0xff, 0xff, 0xff, 0x74], CUT],
    ["of text within a list", [0x92, 1, 0xdb, 0x7f, 0xff, 0xff, 0xff, 0x61], CUT],
    ["whose own bytes are missing", [0x91, 0xdb, 0xff], CUT],
    ["of a number", [0xcb, 0, 0], CUT],
    ["of a list", [0xdd, 0xff, 0xff, 0xff, 0xff], "does not make a value"],
    ["of a Map", [0xdf, 0xff, 0xff, 0xff, 0xff], "does not make a value"],
    ["of lists in lists", new Array(20_000).fill([0xdd, 0, 1, 0, 0]).flat(), "does not make a value"],
  ])("%s", (_name, frame, why) => {
    expect(() => decode(frame)).toThrow(refusal(why));
  });
});

describe("what one frame may cost is limited", () => {
  const TOO_MUCH = refusal("has too many Maps, errors, dates and the like");
  const listOf = (count: number, item: readonly number[]): Uint8Array => {
    const frame = new Uint8Array(5 + count * item.length);
    new DataView(frame.buffer).setUint32(1, count);
    frame[0] = 0xdd;
    for (let at = 5; at < frame.length; at += item.length) frame.set(item, at);
    return frame;
  };

  it.each([
    ["Maps", 2_000_001, [0x80]],
    ["Maps of the longer form", 2_000_001, [0xde, 0, 0]],
    ["Sets", 2_000_001, [0xd4, 0x73, 0, 0x90]],
    ["dates", 2_000_001, [0xd6, 0xff, 0, 0, 0, 0]],
    ["errors, each of which costs as much as 16 Maps", 125_001, [0xd4, 0x65, 0, 0x93, 0xa0, 0xa0, 0xc0]],
  ])("in %s", (_name, count, item) => {
    expect(() => msgpackCodec.decode(listOf(count, item))).toThrow(TOO_MUCH);
  });

  it("and not in numbers, text and plain objects", () => {
    const rows = msgpackCodec.decode(listOf(2_000_001, [0x07])) as unknown[];
    expect(rows).toHaveLength(2_000_001);
    expect(msgpackCodec.decode(listOf(125_000, [0xd4, 0x65, 0, 0x93, 0xa0, 0xa0, 0xc0]))).toHaveLength(
      125_000,
    );
  });
});

describe("what one frame says is not known to the next", () => {
  const cycle: Record<string, unknown> = { list: [1, "text", new Map([[1, new Set(["a"])]])] };
  cycle.self = cycle;
  const good = msgpackCodec.encode({
    jsonrpc: "2.0",
    params: [cycle, cycle, { a: 1, b: 2 }, { a: 3, b: 4 }],
  });

  const HALF: [string, number[]][] = [
    ["keys of a record", [0x92, ...defined(0x40), 0xd6]],
    ["keys of a record, below zero", [0x92, ...definedHigh, 0xd6]],
    ["an id", [0x92, 0xd6, 0x69, 0, 0, 0, 1, 0x91, 1, 0xd4, 0x65, 0, 1]],
    ["a bundle", [0x92, 0xd6, 0x62, 0, 0, 0, 6, 0xc1, 1, 0xa1, 0x61, 0xa0]],
    ["several values", [...defined(0x40), 0x40, 0x01]],
    ["a list that ends early", [0x95, ...defined(0x41), 0x41]],
  ];

  it.each(HALF)("%s, when it fails", (_name, frame) => {
    expect(() => decode(frame)).toThrow(expect.objectContaining({ code: "PARSE_ERROR" }));
    for (const id of [0x40, 0x41]) expect(decode([id])).toBe(id);
    expect(() => decode([0xd6, 0x70, 0, 0, 0, 1])).toThrow(refusal("does not make a value"));
    const { params } = msgpackCodec.decode(good) as { params: (typeof cycle)[] };
    expect(params[1]).toBe(params[0]);
    expect(params[0]?.self).toBe(params[0]);
    expect(params[0]?.list).toEqual(cycle.list);
    expect(params.slice(2)).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
  });

  it("keys of a record, when it is taken", () => {
    expect(decode(defined(0x40))).toEqual({ a: 7 });
    expect(() => decode([0x40, 1])).toThrow(refusal("has more than one value"));
  });
});
