import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";

const travel = <Value>(value: Value): Value => {
  const frame = msgpackCodec.encode({ value }) as Uint8Array;
  return (msgpackCodec.decode(frame) as { value: Value }).value;
};

/** Bytes as msgpackr sends them, and in the form that other packers use. */
it.each([
  ["msgpackr's own", msgpackCodec.encode([Uint8Array.of(1, 2, 3)])],
  ["MessagePack's bin", Uint8Array.of(0x91, 0xc4, 3, 1, 2, 3)],
])("bytes in %s form are a copy: they neither hold nor show the frame", (_form, given) => {
  const frame = new Uint8Array(given as Uint8Array);
  const [a] = msgpackCodec.decode(frame) as [Uint8Array];
  expect([a.byteOffset, a.buffer.byteLength]).toEqual([0, 3]);
  frame.fill(0);
  expect([...a]).toEqual([1, 2, 3]);
});

it("an instance travels as its own properties, as in a structured clone, whatever its toJSON says", () => {
  class Point {
    readonly x = 1;
    toJSON(): string {
      return "not asked for";
    }
  }
  expect(travel(new Point())).toEqual({ x: 1 });
});

it.each([10, 1_000, 70_000])("a Set of %i members travels, in each of the forms a list has", (size) => {
  const set = new Set(Array.from({ length: size }, (_, n) => n));
  expect(travel(set)).toEqual(set);
});
